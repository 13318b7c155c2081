package io.millrace.service.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * What a signed request says about its signer: {@code Credential=KEY/DATE/REGION/SERVICE/aws4_request}. The signature
 * itself is not looked at.
 */
final class CredentialScope {
    /** The region of requests that are not signed. */
    static final String DEFAULT_REGION = "us-east-1";

    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=[^/,\\s]+/\\d{8}/([a-z0-9-]+)/[a-z0-9-]+/aws4_request");

    private CredentialScope() {}

    static String region(Request request) {
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization == null) {
            return DEFAULT_REGION;
        }
        Matcher scope = CREDENTIAL.matcher(authorization);
        return scope.find() ? scope.group(1) : DEFAULT_REGION;
    }
}
