package io.millrace.service.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a request that Signature Version 4 signs.
 *
 * <p>The AWS SDK's signer is of no use here: it chooses by itself which headers to sign and adds some, while a
 * verifier must take exactly those that the client signed.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *     signed AWS API request</a>
 */
final class CanonicalRequest {
    private static final String UNRESERVED = "-._~";
    private static final Pattern BLANKS = Pattern.compile(" {2,}");
    private static final String UPPER_HEX = "0123456789ABCDEF";

    private CanonicalRequest() {}

    /** @param bodyHash SHA-256 of the body, hexadecimal */
    static String of(SignedRequest request, List<String> signedHeaders, String bodyHash) {
        StringBuilder text = new StringBuilder(512)
                .append(request.method())
                .append('\n')
                .append(path(request.path()))
                .append('\n')
                .append(query(request.query()))
                .append('\n');
        for (String name : signedHeaders) {
            String values = request.headers().apply(name).stream()
                    .map(value -> BLANKS.matcher(value.strip()).replaceAll(" "))
                    .collect(Collectors.joining(","));
            text.append(name).append(':').append(values).append('\n');
        }
        return text.append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(bodyHash)
                .toString();
    }

    private static String path(String path) {
        // Paths are encoded once more than they are sent, for every service but S3.
        return Arrays.stream(path.split("/", -1)).map(CanonicalRequest::encode).collect(Collectors.joining("/"));
    }

    private static String query(String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private static String encode(String segment) {
        StringBuilder out = new StringBuilder(segment.length());
        for (byte each : segment.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (each >= 'a' && each <= 'z')
                    || (each >= 'A' && each <= 'Z')
                    || (each >= '0' && each <= '9')
                    || UNRESERVED.indexOf(each) >= 0;
            if (plain) {
                out.append((char) each);
            } else {
                out.append('%').append(UPPER_HEX.charAt((each >> 4) & 15)).append(UPPER_HEX.charAt(each & 15));
            }
        }
        return out.toString();
    }
}
