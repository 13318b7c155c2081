package io.millrace.service.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.service.wire.Member;
import io.millrace.service.wire.Shape;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.KinesisRequest;

/** The operations as a whole, held against the API model that the AWS SDK was generated from. */
public class ActionsTest {
    /** Members that are accepted and mean nothing here. */
    private static final Set<String> IGNORED = Set.of("StreamId");

    private final Map<String, Action> actions = new TreeMap<>(UnconnectedActions.byName());
    private final Map<String, SdkPojo> model = model();

    @Test
    public void everyOperationOfTheModelIsThere() {
        assertThat(actions.keySet()).isEqualTo(model.keySet()).hasSize(45);
    }

    @Test
    public void everyMemberOfTheModelIsReadOrLeftOnPurpose() {
        actions.forEach(
                (name, action) -> compare(name, action.input(), model.get(name).sdkFields()));
    }

    @Test
    public void aStreamCanBeNamedByItsArnWhereverByItsName() {
        actions.forEach((name, action) -> {
            if (!name.equals("CreateStream") && members(action.input()).containsKey(Members.STREAM_NAME)) {
                assertThat(members(action.input())).as(name).containsKey(Members.STREAM_ARN);
            }
        });
    }

    @Test
    public void everyOperationHasATestOfItsName() throws ClassNotFoundException {
        for (String name : actions.keySet()) {
            Class<?> test = Class.forName(getClass().getPackageName() + "." + name + "Test");
            assertThat(Arrays.stream(test.getMethods()).anyMatch(method -> method.isAnnotationPresent(Test.class)))
                    .as(name)
                    .isTrue();
        }
    }

    private static void compare(String where, Shape shape, List<SdkField<?>> fields) {
        Map<String, Member> members = members(shape);
        List<String> named = new ArrayList<>();
        for (SdkField<?> field : fields) {
            String name = field.locationName();
            named.add(name);
            Member member = members.get(name);
            if (IGNORED.contains(name)) {
                assertThat(member).as("%s.%s", where, name).isNull();
                continue;
            }
            assertThat(member).as("%s.%s is not read", where, name).isNotNull();
            compareNested(where + "." + name, member, field);
        }
        assertThat(named).as("members of %s", where).containsAll(members.keySet());
    }

    private static void compareNested(String where, Member member, SdkField<?> field) {
        SdkField<?> object = field.marshallingType() == MarshallingType.LIST
                ? field.getTrait(ListTrait.class).memberFieldInfo()
                : field;
        boolean nested = object.marshallingType() == MarshallingType.SDK_POJO;
        assertThat(member.nested() != null).as("%s has members", where).isEqualTo(nested);
        if (nested) {
            compare(where, member.nested(), object.constructor().get().sdkFields());
        }
    }

    private static Map<String, Member> members(Shape shape) {
        Map<String, Member> members = new HashMap<>();
        shape.members().forEach(member -> members.put(member.name(), member));
        return members;
    }

    /** An empty request of each operation. */
    private static Map<String, SdkPojo> model() {
        Map<String, SdkPojo> model = new TreeMap<>();
        for (Method method : KinesisAsyncClient.class.getMethods()) {
            Class<?>[] parameters = method.getParameterTypes();
            if (parameters.length > 0 && KinesisRequest.class.isAssignableFrom(parameters[0])) {
                String name = parameters[0].getSimpleName().replaceAll("Request$", "");
                model.put(name, empty(parameters[0]));
            }
        }
        return model;
    }

    private static SdkPojo empty(Class<?> request) {
        try {
            return (SdkPojo) request.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no empty " + request, e);
        }
    }
}
