package io.millrace.launcher.client;

import java.net.URI;
import picocli.CommandLine.Option;

/** Which endpoint and region a command talks to. */
public final class ConnectionOptions {
    /** Name of the option that says where the service is. */
    public static final String ENDPOINT_URL = "--endpoint-url";

    /** Name of the option that says where the streams are, of commands whose {@link #ENDPOINT_URL} is DynamoDB's. */
    public static final String STREAM_ENDPOINT_URL = "--stream-endpoint-url";

    @Option(
            names = ENDPOINT_URL,
            paramLabel = "URL",
            description =
                    "Endpoint to use instead of AWS's own, such as http://127.0.0.1:4567. Default: the environment's "
                            + "AWS_ENDPOINT_URL_KINESIS (for iterations: AWS_ENDPOINT_URL_DYNAMODB), then AWS_ENDPOINT_URL, "
                            + "then AWS. With an endpoint on this machine, missing credentials and a missing region are "
                            + "replaced by dummy ones.")
    private URI endpointUrl;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "AWS region, such as eu-west-1. Default: AWS_REGION, then the profile's.")
    private String region;

    /** The value of {@code --endpoint-url}, null when not given. */
    URI endpointUrl() {
        return endpointUrl;
    }

    /** The value of {@code --region}, null when not given. */
    String region() {
        return region;
    }
}
