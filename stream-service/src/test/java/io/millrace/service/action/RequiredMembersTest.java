package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.millrace.service.error.ServiceException.ValidationException;
import io.millrace.service.wire.Member;
import io.millrace.service.wire.SampleBodies;
import io.millrace.service.wire.Shape;
import io.millrace.service.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.Test;

/**
 * What the API model requires is required, and nothing else; each member that is missing is named. The SDK's classes do not
 * tell what is required, so that this is in a file that was made from the model.
 */
public class RequiredMembersTest {
    /** The lists of objects that there are. */
    private static final Set<String> LISTS = Set.of(
            "Records", "StreamConfigurationList", "StreamFilter", "S3TablesConfigurationList", "PartitionFields");

    private static final JsonMapper JSON = new JsonMapper();
    private static final CBORMapper CBOR = new CBORMapper();

    private final Map<String, Action> actions = new TreeMap<>(UnconnectedActions.byName());
    private final Map<String, Set<String>> model = model();
    private final SampleBodies bodies = new SampleBodies(Map.of(
            "StreamName", () -> "s",
            "StreamARN", () -> "arn:aws:kinesis:us-east-1:000000000000:stream/s",
            "ResourceARN", () -> "arn:aws:kinesis:us-east-1:000000000000:stream/s",
            "ConsumerARN", () -> "arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:1",
            "ChannelARN", () -> "arn:aws:kinesis:us-east-1:000000000000:channel/c/0123456789ab",
            "ServiceExecutionRoleARN", () -> "arn:aws:iam::000000000000:role/r",
            "BucketARN", () -> "arn:aws:s3:::bucket",
            "TableBucketARN", () -> "arn:aws:s3tables:us-east-1:000000000000:bucket/tables",
            "ExpectedBucketOwner", () -> "000000000000"));

    @Test
    public void whatTheModelRequiresIsRequiredAndNothingElse() {
        assertThat(model.keySet()).isEqualTo(actions.keySet());
        actions.forEach((name, action) -> {
            Set<String> required = new TreeSet<>();
            required(action.input(), "", required);
            assertThat(required).as(name).isEqualTo(model.get(name));
        });
    }

    @Test
    public void eachRequiredMemberThatIsMissingIsNamed() throws IOException {
        for (Map.Entry<String, Set<String>> operation : model.entrySet()) {
            Shape shape = actions.get(operation.getKey()).input();
            for (String path : operation.getValue()) {
                Map<String, Object> body = without(path.split("\\.", -1), shape);
                String named = place(path.split("\\.", -1), shape);
                assertRefused(WireFormat.JSON, JSON.writeValueAsBytes(body), shape, named);
                assertRefused(WireFormat.CBOR, CBOR.writeValueAsBytes(body), shape, named);
            }
        }
    }

    private static void assertRefused(WireFormat format, byte[] body, Shape shape, String named) {
        assertThatThrownBy(() -> format.read(body, shape))
                .as(named)
                .isInstanceOf(ValidationException.class)
                .hasMessage("1 validation error detected: Value null at '" + named
                        + "' failed to satisfy constraint: Member must not be null");
    }

    private static void required(Shape shape, String path, Set<String> found) {
        for (Member member : shape.members()) {
            if (member.required()) {
                found.add(path + member.name());
            }
            if (member.nested() != null) {
                required(member.nested(), path + member.name() + ".", found);
            }
        }
    }

    /** A right body but for one member. */
    private Map<String, Object> without(String[] path, Shape shape) {
        Map<String, Object> body = new LinkedHashMap<>(bodies.of(shape, new Random(1)));
        if (path.length == 1) {
            assertThat(body.remove(path[0])).as(path[0]).isNotNull();
            return body;
        }
        Map<String, Object> inner = without(
                Arrays.copyOfRange(path, 1, path.length), member(shape, path[0]).nested());
        body.put(path[0], LISTS.contains(path[0]) ? List.of(inner) : inner);
        return body;
    }

    /** How the error names a member: in lower case at its beginning, and with its place in a list. */
    private static String place(String[] path, Shape shape) {
        String first = path[0].substring(0, 1).toLowerCase(Locale.ROOT) + path[0].substring(1);
        if (path.length == 1) {
            return first;
        }
        String inner = place(
                Arrays.copyOfRange(path, 1, path.length), member(shape, path[0]).nested());
        return first + (LISTS.contains(path[0]) ? ".1.member." : ".") + inner;
    }

    private static Member member(Shape shape, String name) {
        return shape.members().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Set<String>> model() {
        try (InputStream in = RequiredMembersTest.class.getResourceAsStream("required-members.txt")) {
            Map<String, Set<String>> model = new TreeMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split(": ?", 2);
                        model.put(
                                parts[0],
                                parts[1].isEmpty() ? Set.of() : new TreeSet<>(List.of(parts[1].split(" ", -1))));
                    });
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
