package io.millrace.launcher.iterations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.checkpoint.IterationPlan;
import java.io.IOException;
import org.junit.Test;

/** What programs get to read. */
public class ExportCommandTest extends IterationsOnStream {
    @Test
    public void whatIsExportedIsWhatIsStored() throws IOException {
        String first = put("zero");
        String last = put("one");
        IterationPlan plan = next("errors", true);

        JsonNode line = json(run("export"));

        assertThat(line.get("logicalName").textValue()).isEqualTo("errors");
        assertThat(line.get("streamArn").textValue()).isEqualTo(plan.stream().arn());
        assertThat(line.get("iteration").longValue()).isZero();
        assertThat(line.get("state").textValue()).isEqualTo("committed");
        JsonNode shard = line.get("shards").get(0);
        assertThat(shard.get("first").textValue()).isEqualTo(first);
        assertThat(shard.get("last").textValue()).isEqualTo(last);
        assertThat(shard.get("consumed").textValue()).isEqualTo(last);
        assertThat(shard.get("finished").booleanValue()).isFalse();
        assertThat(json(run("show", "0", "--json"))).isEqualTo(line);
        assertThat(json(run("list", "--json")).get("shardsWithRecords").intValue())
                .isEqualTo(1);
    }
}
