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

    /** Those that the options name. */
    static Credentials from(OptionValues values) {
        boolean access = values.isSet(KinesisOptions.ACCESS_KEY);
        boolean secret = values.isSet(KinesisOptions.SECRET_KEY);
        Optional<String> accessKey = values.get(KinesisOptions.ACCESS_KEY);
        Optional<String> secretKey = values.get(KinesisOptions.SECRET_KEY);
        Optional<String> token = values.get(KinesisOptions.SESSION_TOKEN);
        Optional<String> provider = values.get(KinesisOptions.CREDENTIALS_PROVIDER);
        if (access != secret) {
            values.problem((access ? KinesisOptions.ACCESS_KEY : KinesisOptions.SECRET_KEY) + " is set without "
                    + (access ? KinesisOptions.SECRET_KEY : KinesisOptions.ACCESS_KEY) + ": set both or neither");
        }
        if (token.isPresent() && !access && !secret) {
            values.problem(KinesisOptions.SESSION_TOKEN + " is set without " + KinesisOptions.ACCESS_KEY + " and "
                    + KinesisOptions.SECRET_KEY + ": it only has a meaning with them");
        }
        if (provider.isPresent() && (access || secret)) {
            values.problem(KinesisOptions.CREDENTIALS_PROVIDER + " and keys (" + KinesisOptions.ACCESS_KEY
                    + ") are both set: set one of them");
        }
        Optional<String> externalId = values.get(KinesisOptions.ROLE_EXTERNAL_ID);
        Optional<Credentials.Role> role =
                values.get(KinesisOptions.ROLE_ARN).map(arn -> new Credentials.Role(arn, externalId));
        if (externalId.isPresent() && !values.isSet(KinesisOptions.ROLE_ARN)) {
            values.problem(KinesisOptions.ROLE_EXTERNAL_ID + " is set without " + KinesisOptions.ROLE_ARN);
        }
        if (accessKey.isPresent() && secretKey.isPresent()) {
            return new Credentials(new Credentials.Keys(accessKey.get(), secretKey.get(), token), role);
        }
        return new Credentials(
                provider.<Credentials.Source>map(Credentials.ProviderClass::new).orElseGet(Credentials.SdkChain::new),
                role);
    }
}
