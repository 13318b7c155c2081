package io.millrace.service.auth;

import io.millrace.service.error.ServiceException.IncompleteSignatureException;
import io.millrace.service.error.ServiceException.MissingAuthenticationTokenException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The header {@code Authorization: AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...} taken apart.
 *
 * @param scope DATE/REGION/SERVICE/aws4_request
 * @param signedHeaders in lower case, in the order given
 */
record Authorization(
        String accessKey,
        String scope,
        String date,
        String region,
        String service,
        List<String> signedHeaders,
        String signature) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String TERMINATOR = "aws4_request";

    /** @param header null when the request has none */
    static Authorization parse(String header, boolean dated) {
        if (header == null || header.isBlank()) {
            throw new MissingAuthenticationTokenException("Missing Authentication Token");
        }
        if (!header.startsWith(ALGORITHM)) {
            throw new IncompleteSignatureException(
                    "Unsupported AWS 'algorithm': the Authorization header must begin with '" + ALGORITHM + "'.");
        }
        Map<String, String> parts = parts(header.substring(ALGORITHM.length()));
        List<String> missing = new ArrayList<>();
        for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
            if (parts.getOrDefault(name, "").isEmpty()) {
                missing.add("Authorization header requires '" + name + "' parameter.");
            }
        }
        if (!dated) {
            missing.add("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }
        if (!missing.isEmpty()) {
            throw new IncompleteSignatureException(String.join(" ", missing));
        }
        String[] credential = parts.get("Credential").split("/", -1);
        if (credential.length != 5 || !credential[4].equals(TERMINATOR)) {
            throw new IncompleteSignatureException("Credential must have exactly 5 slash-delimited elements, e.g."
                    + " keyid/date/region/service/" + TERMINATOR + ", got '" + parts.get("Credential") + "'.");
        }
        List<String> headers =
                List.of(parts.get("SignedHeaders").toLowerCase(Locale.ROOT).split(";"));
        return new Authorization(
                credential[0],
                String.join("/", List.of(credential).subList(1, 5)),
                credential[1],
                credential[2],
                credential[3],
                headers,
                parts.get("Signature"));
    }

    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new HashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return parts;
    }
}
