package io.millrace.launcher.iterations;

import io.millrace.client.SdkStreamReader;
import io.millrace.client.StreamReader;
import io.millrace.config.Endpoint;
import io.millrace.config.StreamReference;
import io.millrace.launcher.client.Connection;
import io.millrace.launcher.client.ConnectionOptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.regions.Region;

/** Where the streams are that iterations read, for commands that look into them as well. */
final class StreamOptions {
    private static final int REGION = 3;

    @Option(names = ConnectionOptions.STREAM_ENDPOINT_URL, paramLabel = "URL", description = """
                    Such as http://127.0.0.1:4567, in place of the Kinesis API's endpoint at AWS. Default: the \
                    environment's AWS_ENDPOINT_URL_KINESIS, then AWS_ENDPOINT_URL, then AWS.""")
    private URI endpointUrl;

    /** A reader of a stream, in the region that its ARN names; the caller closes it. */
    StreamReader open(String arn) {
        List<String> parts = List.of(arn.split(":", -1));
        Connection found = Connection.toKinesisAt(Optional.ofNullable(endpointUrl));
        Connection connection = new Connection(found.endpoint(), Optional.of(Region.of(parts.get(REGION))));
        return reader(connection, new StreamReference(arn.substring(arn.indexOf('/') + 1), Optional.of(arn)));
    }

    /** A reader of a stream of this name or ARN; the caller closes it. */
    StreamReader openNamed(String stream) {
        return stream.startsWith("arn:")
                ? open(stream)
                : reader(
                        Connection.toKinesisAt(Optional.ofNullable(endpointUrl)),
                        new StreamReference(stream, Optional.empty()));
    }

    /** Whether records may be read only to count them: on this machine that costs nothing. */
    boolean isLocal() {
        return Connection.toKinesisAt(Optional.ofNullable(endpointUrl)).isLocal();
    }

    private static StreamReader reader(Connection connection, StreamReference stream) {
        Endpoint endpoint =
                new Endpoint(connection.endpoint(), connection.wantedRegion().map(Region::id));
        return SdkStreamReader.over(connection.kinesis(), stream, endpoint);
    }
}
