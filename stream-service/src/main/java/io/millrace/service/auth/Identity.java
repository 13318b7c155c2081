package io.millrace.service.auth;

/**
 * Who sent a request, as far as its signature tells.
 *
 * @param account twelve digits
 * @param principal ARN of the user that the key belongs to
 * @param proven whether the signature was verified; else the account is but the service's own
 * @param region from the scope of the request's credentials
 */
public record Identity(String account, String principal, boolean proven, String region, Permissions permissions) {}
