package io.millrace.hive;

import io.millrace.config.KinesisOptions;
import io.millrace.config.Option;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What Hive's authorization decides by when a table is made or changed, such as {@code kinesis://eu-central-1/access}. Hive's
 * own would be all of the table's properties: secrets end up in audit logs, and a character that no URI may have, as regular
 * expressions do, makes a table impossible.
 */
final class AuthorizationUri {
    /** Where it is, if nothing says so and the AWS SDK finds the region. */
    private static final String SOMEWHERE = "default";

    private AuthorizationUri() {}

    /** @param conf the session's settings with the table's laid in */
    static URI ofStream(Configuration conf) throws URISyntaxException {
        Optional<String> arn = value(conf, KinesisOptions.STREAM_ARN);
        String name = value(conf, KinesisOptions.STREAM_NAME)
                .or(() -> arn.map(text -> text.substring(text.lastIndexOf('/') + 1)))
                .orElse("");
        Optional<String> region = arn.map(text -> text.split(":", -1))
                .filter(parts -> parts.length > 3)
                .map(parts -> parts[3])
                .or(() -> value(conf, KinesisOptions.REGION_NAME));
        return uri("kinesis", value(conf, KinesisOptions.ENDPOINT_URL), region, name);
    }

    /** @param conf as a checkpoint table is configured, which all tables in DynamoDB are */
    static URI ofDynamoDb(Configuration conf) throws URISyntaxException {
        return uri(
                "dynamodb",
                value(conf, KinesisOptions.CHECKPOINT_ENDPOINT_URL),
                value(conf, KinesisOptions.CHECKPOINT_REGION),
                value(conf, KinesisOptions.CHECKPOINT_TABLE).orElse(""));
    }

    private static URI uri(String scheme, Optional<String> endpoint, Optional<String> region, String name)
            throws URISyntaxException {
        String where = endpoint.map(AuthorizationUri::host).or(() -> region).orElse(SOMEWHERE);
        return new URI(scheme, where, "/" + name, null, null);
    }

    /** With its port, if it has one; what is no URL is refused when the table is checked. */
    private static String host(String endpoint) {
        return endpoint.replaceFirst("^[^/]*//", "").replaceFirst("/.*$", "");
    }

    private static Optional<String> value(Configuration conf, Option<?> option) {
        return option.names().stream()
                .map(conf::getTrimmed)
                .filter(text -> text != null && !text.isEmpty())
                .findFirst();
    }
}
