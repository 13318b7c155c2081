package io.millrace.service.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that signs requests.
 *
 * @param secret never shown: not by {@link #toString} and not in messages
 * @param sessionToken must come with each request when there is one
 * @param account twelve digits; the streams of other accounts are not seen
 * @param principal ARN of the user
 * @param expires from when on the key is refused
 */
public record Key(
        String accessKey,
        String secret,
        Optional<String> sessionToken,
        String account,
        String principal,
        Optional<Instant> expires,
        Permissions permissions) {
    @Override
    public String toString() {
        return "Key[" + accessKey + " of " + principal + "]";
    }
}
