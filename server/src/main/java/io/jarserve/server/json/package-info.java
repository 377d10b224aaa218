/**
 * JSON and YAML, in and out; the only place that sees Jackson and snakeyaml-engine. Floor 0; knows
 * the records of {@code model}, which it writes and reads, and nothing else of the server. Every
 * error says where: the field for JSON, the line for YAML.
 */
@NullMarked
package io.jarserve.server.json;

import org.jspecify.annotations.NullMarked;
