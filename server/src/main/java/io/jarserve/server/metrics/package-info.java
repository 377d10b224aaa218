/**
 * What is counted, and how it is written down for Prometheus. Floor 0: imports nothing of the
 * server, and nothing else imports Micrometer. Everything here may be called from any thread; no
 * call blocks, and what is counted is lost with the process.
 */
@NullMarked
package io.jarserve.server.metrics;

import org.jspecify.annotations.NullMarked;
