package io.millrace.service.action;

/**
 * Who asks.
 *
 * @param region from the scope of the request's credentials; regions have separate streams
 */
public record Caller(String region) {}
