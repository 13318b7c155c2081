package io.millrace.launcher.client;

import io.millrace.checkpoint.EndpointVariable;
import io.millrace.checkpoint.dynamodb.DynamoDbClients;
import io.millrace.config.Endpoint;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.regions.Region;

/** Which endpoint and region a command talks to. */
public abstract class ConnectionOptions {
    /** Name of the option that says where the service is. */
    public static final String ENDPOINT_URL = "--endpoint-url";

    /** Name of the option that says where the streams are, of commands whose {@link #ENDPOINT_URL} is DynamoDB's. */
    public static final String STREAM_ENDPOINT_URL = "--stream-endpoint-url";

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "AWS region, such as eu-west-1. Default: AWS_REGION, then the profile's.")
    private String region;

    /**
     * The connection that the options ask for.
     *
     * @throws io.millrace.launcher.UserError when what they or the environment name is no endpoint
     */
    public final Connection connection() {
        return connection(System.getenv());
    }

    /** The same in another environment. */
    final Connection connection(Map<String, String> environment) {
        return Connection.of(
                Optional.ofNullable(endpointUrl()),
                Optional.ofNullable(region).map(Region::of),
                variable(),
                environment);
    }

    /** The value of {@link #ENDPOINT_URL}, null when not given. */
    abstract URI endpointUrl();

    /** What names the endpoint when the option does not. */
    abstract EndpointVariable variable();

    /** Of commands that talk to the Kinesis API. */
    public static final class ToKinesis extends ConnectionOptions {
        @Option(names = ENDPOINT_URL, paramLabel = "URL", description = """
                        Such as http://127.0.0.1:4567, in place of the Kinesis API's endpoint at AWS. Default: the \
                        environment's AWS_ENDPOINT_URL_KINESIS, then AWS_ENDPOINT_URL, then AWS. With an endpoint on \
                        this machine, missing credentials and a missing region are replaced by dummy ones.""")
        private URI endpointUrl;

        @Override
        URI endpointUrl() {
            return endpointUrl;
        }

        @Override
        EndpointVariable variable() {
            return Endpoint.STREAMS_VARIABLE;
        }
    }

    /** Of commands that talk to DynamoDB. */
    public static final class ToDynamoDb extends ConnectionOptions {
        @Option(names = ENDPOINT_URL, paramLabel = "URL", description = """
                        Such as http://127.0.0.1:8000, in place of DynamoDB's endpoint at AWS. Default: the \
                        environment's AWS_ENDPOINT_URL_DYNAMODB, then AWS_ENDPOINT_URL, then AWS. With an endpoint on \
                        this machine, missing credentials and a missing region are replaced by dummy ones.""")
        private URI endpointUrl;

        @Override
        URI endpointUrl() {
            return endpointUrl;
        }

        @Override
        EndpointVariable variable() {
            return DynamoDbClients.ENDPOINT_VARIABLE;
        }
    }
}
