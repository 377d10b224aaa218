/** The one class that makes a servlet a deployment. */
@NullMarked
package io.jarserve.samples.servlet;

import org.jspecify.annotations.NullMarked;
