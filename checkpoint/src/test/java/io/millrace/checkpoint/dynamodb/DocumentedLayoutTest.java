package io.millrace.checkpoint.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.RuntimeClasspath;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.Test;

/** The layout is public: what is written is what docs/iterations.md draws. */
public class DocumentedLayoutTest {
    @Test
    public void everyAttributeAndKeyFormIsDrawn() throws IOException {
        String page = Files.readString(RuntimeClasspath.root().resolve("docs").resolve("iterations.md"));
        assertThat(PlanItemCodec.ATTRIBUTES)
                .allSatisfy(attribute -> assertThat(page).containsPattern("(?m)^  " + attribute + " +[SNL] "));
        assertThat(List.of(ShardCodec.SHARD_ID, ShardCodec.CONSUMED, ShardCodec.FINISHED))
                .allSatisfy(attribute -> assertThat(page).containsPattern("(?m)^  " + attribute + " +(S|BOOL)"));
        assertThat(page)
                .contains("layout, version " + PlanItemCodec.VERSION)
                .contains(ShardCodec.FIRST + ", " + ShardCodec.LAST)
                .contains(ItemKeys.header(Plans.key(17)))
                .contains("STREAM-ARN#shards#PLAN-ID#NNNNN")
                .contains("STREAM-ARN#planning#PLAN-ID");
    }
}
