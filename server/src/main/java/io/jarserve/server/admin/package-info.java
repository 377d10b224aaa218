/**
 * The admin port: the API, its description, status as a page, metrics. Floor 3. It asks what is
 * handed in and decides nothing itself.
 *
 * <p>Rules of this package: every route is one {@link io.jarserve.server.admin.AdminRoute}, of
 * which dispatch, checks, access, the OpenAPI document and the page are made; a route is found, and
 * access decided, before anything of a body is read; nobody waits on a thread of Jetty; an error is
 * a problem that names the field, and never shows a stack trace; what is no route needs the highest
 * role. Where nothing says who may come in, the port listens on loopback unless told otherwise, and
 * it never trusts what a browser may be made to send.
 */
@NullMarked
package io.jarserve.server.admin;

import org.jspecify.annotations.NullMarked;
