/**
 * The admin port: status as JSON and as a page, metrics, shutdown. Floor 3. It reads what is handed
 * in and changes nothing itself. There is no authentication, so it listens on loopback unless told
 * otherwise, and never trusts what a browser may be made to send.
 */
@NullMarked
package io.jarserve.server.admin;

import org.jspecify.annotations.NullMarked;
