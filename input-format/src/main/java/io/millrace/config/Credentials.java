package io.millrace.config;

import java.util.Optional;

/**
 * Who asks. Nothing here shows a secret as text.
 *
 * @param source where the keys come from
 * @param role a role that is then assumed with them
 */
public record Credentials(Source source, Optional<Role> role) {

    /** Where the keys come from. */
    public sealed interface Source {}

    /** The AWS SDK's own search. */
    public record SdkChain() implements Source {}

    /** Keys that the configuration names. */
    public record Keys(String accessKey, String secretKey, Optional<String> sessionToken) implements Source {
        @Override
        public String toString() {
            return "Keys[not shown]";
        }
    }

    /** A class of the user's; see {@link KinesisOptions#CREDENTIALS_PROVIDER}. */
    public record ProviderClass(String name) implements Source {}

    /** A role to assume by STS. */
    public record Role(String arn, Optional<String> externalId) {
        @Override
        public String toString() {
            return "Role[" + arn + "]";
        }
    }
}
