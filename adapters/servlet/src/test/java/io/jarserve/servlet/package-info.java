/** The adapter, called as the server calls a deployment. */
@NullMarked
package io.jarserve.servlet;

import org.jspecify.annotations.NullMarked;
