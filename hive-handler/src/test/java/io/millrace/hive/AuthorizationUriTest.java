package io.millrace.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.ql.metadata.DefaultStorageHandler;
import org.junit.Test;

/** What Hive's authorization is told of the tables. */
public class AuthorizationUriTest {
    private static String uri(DefaultStorageHandler handler, Map<String, String> properties) throws Exception {
        handler.setConf(new Configuration(false));
        Table table = new Table();
        table.setParameters(properties);
        table.setSd(new StorageDescriptor());
        table.getSd().setSerdeInfo(new SerDeInfo());
        table.getSd().getSerdeInfo().setParameters(Map.of("input.regex", "(\\S+) \\[([^\\]]*)\\]"));
        return handler.getURIForAuth(table).toString();
    }

    @Test
    public void aStreamIsNamedByWhereItIs() throws Exception {
        assertThat(uri(
                        new KinesisStorageHandler(),
                        Map.of("kinesis.stream.name", "access", "kinesis.endpoint.region", "eu-central-1")))
                .isEqualTo("kinesis://eu-central-1/access");
        assertThat(uri(
                        new KinesisStorageHandler(),
                        Map.of("kinesis.stream.arn", "arn:aws:kinesis:us-west-2:123456789012:stream/clicks")))
                .isEqualTo("kinesis://us-west-2/clicks");
        assertThat(uri(
                        new KinesisStorageHandler(),
                        Map.of("kinesis.stream.name", "access", "kinesis.endpoint.url", "http://10.0.0.1:4567/")))
                .isEqualTo("kinesis://10.0.0.1:4567/access");
        assertThat(uri(new KinesisStorageHandler(), Map.of("kinesis.stream.name", "access")))
                .isEqualTo("kinesis://default/access");
    }

    @Test
    public void propertiesWhichAreNotItsNameAreNotInIt() throws Exception {
        assertThat(uri(
                        new KinesisStorageHandler(),
                        Map.of(
                                "kinesis.stream.name", "access",
                                "kinesis.accessKey", "AKIDEXAMPLE",
                                "kinesis.secretKey", "very/secret+key",
                                "comment", "any | text [as it is]")))
                .isEqualTo("kinesis://default/access");
    }

    @Test
    public void tablesInDynamoDbAreNamedByWhereTheyAre() throws Exception {
        assertThat(uri(
                        new IterationStorageHandler(),
                        Map.of(
                                "kinesis.checkpoint.metastore.table.name", "checkpoints",
                                "kinesis.checkpoint.metastore.region", "eu-central-1")))
                .isEqualTo("dynamodb://eu-central-1/checkpoints");
        assertThat(uri(
                        new DynamoDbStorageHandler(),
                        Map.of(
                                "dynamodb.table.name", "campaigns",
                                "dynamodb.endpoint", "dynamodb.eu-west-1.amazonaws.com",
                                "kinesis.secretKey", "very/secret+key")))
                .isEqualTo("dynamodb://dynamodb.eu-west-1.amazonaws.com/campaigns");
        assertThatThrownBy(() -> uri(new DynamoDbStorageHandler(), Map.of()))
                .hasMessageContaining("dynamodb.table.name is missing");
    }
}
