package io.millrace.launcher.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.Cli;
import io.millrace.launcher.LocalService;
import java.util.ArrayList;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.services.kinesis.model.Shard;

public class StreamCommandTest {
    @ClassRule
    public static final LocalService service = new LocalService();

    @Test
    public void a_created_stream_is_listed_and_described() {
        String stream = service.createStream("made", 3);

        assertThat(run("list").out()).contains(stream).contains("ACTIVE");
        assertThat(run("describe", stream).out())
                .contains("stream     " + stream)
                .contains("3 open")
                .contains("shardId-000000000000  open")
                .contains("340282366920938463463374607431768211455");
    }

    @Test
    public void a_split_is_in_the_middle_unless_told() {
        String stream = service.createStream("split", 1);

        Cli split = run("split", stream, "0");

        assertThat(split.exitCode()).isZero();
        assertThat(split.out())
                .contains("split shardId-000000000000")
                .contains("shardId-000000000001  open")
                .contains("0.0% to 50.0%")
                .contains("50.0% to 100.0%");
        assertThat(run("split", stream, "shardId-000000000001", "--at", "100").exitCode())
                .isZero();
        assertThat(shard(stream, 3).hashKeyRange().endingHashKey()).isEqualTo("99");
    }

    @Test
    public void a_hash_key_outside_of_the_shard_is_refused_with_its_bounds() {
        String stream = service.createStream("outside", 1);

        Cli split = run("split", stream, "0", "--at", "0");

        assertThat(split.exitCode()).isEqualTo(1);
        assertThat(split.err()).contains("--at 0 is not inside shard shardId-000000000000");
    }

    @Test
    public void what_is_no_hash_key_is_wrong_usage() {
        Cli split = run("split", "any", "0", "--at", "half");

        assertThat(split.exitCode()).isEqualTo(2);
        assertThat(split.err()).contains("'half' is not a hash key").doesNotContain("NumberFormat");
    }

    @Test
    public void neighbours_are_merged_in_either_order() {
        String stream = service.createStream("merge", 2);

        Cli merge = run("merge", stream, "1", "0");

        assertThat(merge.err()).isEmpty();
        assertThat(merge.exitCode()).isZero();
        Shard child = shard(stream, 2);
        assertThat(List.of(child.parentShardId(), child.adjacentParentShardId()))
                .containsExactlyInAnyOrder("shardId-000000000000", "shardId-000000000001");
        assertThat(run("describe", stream).out()).contains("shardId-000000000000  closed");
    }

    @Test
    public void shards_that_are_no_neighbours_are_not_merged() {
        String stream = service.createStream("apart", 3);

        Cli merge = run("merge", stream, "0", "2");

        assertThat(merge.exitCode()).isEqualTo(1);
        assertThat(merge.err()).contains("can't be merged").contains("not next to each other");
    }

    @Test
    public void an_unknown_or_closed_shard_is_answered_with_the_open_ones() {
        String stream = service.createStream("unknown", 1);
        run("split", stream, "0");

        assertThat(run("split", stream, "7").err())
                .contains("has no shard 'shardId-000000000007'")
                .contains("shardId-000000000001, shardId-000000000002");
        assertThat(run("split", stream, "0").err()).contains("is closed already");
    }

    @Test
    public void a_deleted_stream_is_gone() {
        String stream = service.createStream("gone", 1);

        Cli deleted = run("delete", stream);

        assertThat(deleted.exitCode()).isZero();
        assertThat(deleted.out()).contains("deleted stream '" + stream + "'");
    }

    @Test
    public void a_missing_stream_is_an_error() {
        Cli described = run("describe", "nowhere");

        assertThat(described.exitCode()).isEqualTo(1);
        assertThat(described.err())
                .contains("nowhere")
                .contains("ResourceNotFoundException")
                .contains("millrace stream list");
    }

    private static Shard shard(String stream, int number) {
        return service.kinesis()
                .listShards(request -> request.streamName(stream))
                .shards()
                .get(number);
    }

    private static Cli run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("stream"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--endpoint-url", service.endpoint()));
        return Cli.run(all.toArray(new String[0]));
    }
}
