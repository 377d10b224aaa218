/** A server of many tenants' models, few of them in memory. */
@NullMarked
package io.jarserve.samples.models;

import org.jspecify.annotations.NullMarked;
