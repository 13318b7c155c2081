package io.millrace.service.auth;

/**
 * Who sent a request, as far as its signature tells.
 *
 * @param account twelve digits
 * @param principal ARN of the user that the key belongs to
 * @param region from the scope of the request's credentials
 */
public record Identity(String account, String principal, String region, Permissions permissions) {}
