/** The sample's JAR, served by a real server. */
@NullMarked
package io.jarserve.samples.servlet;

import org.jspecify.annotations.NullMarked;
