/**
 * The boundary to plugin code: an artifact becomes a {@link io.jarserve.server.plugin.Generation},
 * a generation gives out deployment instances and the threads to call them on, and its end is
 * proven.
 *
 * <p>Rules of this package: plugin code runs on threads of its generation only, under a catch of
 * Throwable and with a way to be given up; no throwable, class or instance of a plugin is kept
 * where it outlives the generation, strings take their place; whatever is closed is closed though
 * something before it failed. PF4J appears in this package alone.
 */
@NullMarked
package io.jarserve.server.plugin;

import org.jspecify.annotations.NullMarked;
