package io.millrace.service.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes every request, signed by whatever key or not at all, as one of the owner's. Only the region is read from what
 * a signed request says about its signer: {@code Credential=KEY/DATE/REGION/SERVICE/aws4_request}.
 */
public final class AnyCaller implements Authenticator {
    /** The region of requests that are not signed. */
    private static final String DEFAULT_REGION = "us-east-1";

    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=[^/,\\s]+/\\d{8}/([a-z0-9-]+)/[a-z0-9-]+/aws4_request");

    private final String account;

    /** @param account of all callers */
    public AnyCaller(String account) {
        this.account = account;
    }

    @Override
    public Identity identify(SignedRequest request) {
        return new Identity(account, "arn:aws:iam::" + account + ":root", false, region(request), Permissions.ALL);
    }

    private static String region(SignedRequest request) {
        String authorization = request.header("authorization");
        if (authorization == null) {
            return DEFAULT_REGION;
        }
        Matcher scope = CREDENTIAL.matcher(authorization);
        return scope.find() ? scope.group(1) : DEFAULT_REGION;
    }
}
