package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.Test;

public class EndpointVariableTest {
    private static final EndpointVariable DYNAMODB = new EndpointVariable("AWS_ENDPOINT_URL_DYNAMODB");

    @Test
    public void anEmptyVariableIsNamedUnlessAnotherOneComesBeforeIt() {
        assertThat(DYNAMODB.trouble(Map.of("AWS_ENDPOINT_URL_DYNAMODB", "")))
                .hasValueSatisfying(trouble ->
                        assertThat(trouble).startsWith("the environment's AWS_ENDPOINT_URL_DYNAMODB is empty"));
        assertThat(DYNAMODB.trouble(Map.of("AWS_ENDPOINT_URL_DYNAMODB", " ", "AWS_ENDPOINT_URL", "http://localhost:1")))
                .hasValueSatisfying(trouble ->
                        assertThat(trouble).startsWith("the environment's AWS_ENDPOINT_URL_DYNAMODB is empty"));
        assertThat(DYNAMODB.trouble(Map.of("AWS_ENDPOINT_URL", ""))).hasValueSatisfying(trouble -> assertThat(trouble)
                .startsWith("the environment's AWS_ENDPOINT_URL is empty"));
        assertThat(DYNAMODB.trouble(Map.of("AWS_ENDPOINT_URL_DYNAMODB", "http://localhost:1", "AWS_ENDPOINT_URL", "")))
                .isEmpty();
        assertThat(DYNAMODB.trouble(Map.of("AWS_ENDPOINT_URL_KINESIS", ""))).isEmpty();
    }
}
