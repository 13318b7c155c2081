package io.millrace.hive.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.junit.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The bounds of the numeric types: what just fits is kept as it is, what does not is refused and never bent. */
public class DynamoDbValuesTest {
    private static Object read(String number, String type) {
        return DynamoDbValues.of(AttributeValue.fromN(number), TypeInfoUtils.getTypeInfoFromTypeString(type));
    }

    @Test
    public void theLastNumberThatFitsIsKept() {
        assertThat(read("127", "tinyint")).isEqualTo((byte) 127);
        assertThat(read("-32768", "smallint")).isEqualTo((short) -32768);
        assertThat(read("2147483647", "int")).isEqualTo(Integer.MAX_VALUE);
        assertThat(read("-9223372036854775808", "bigint")).isEqualTo(Long.MIN_VALUE);
        assertThat(read("3.4028235E+38", "float")).isEqualTo(Float.MAX_VALUE);
        assertThat(read("9.9999999999999999999999999999999999999E+125", "double"))
                .isEqualTo(1e126);
        assertThat(read("99.90", "decimal(3,1)")).isEqualTo(HiveDecimal.create("99.9"));
    }

    @Test
    public void theNextOneIsRefused() {
        Map<String, String> beyond = new LinkedHashMap<>();
        beyond.put("tinyint", "128");
        beyond.put("smallint", "-32769");
        beyond.put("int", "2147483648");
        beyond.put("bigint", "-9223372036854775809");
        beyond.put("float", "-1E+39");
        beyond.put("decimal(3,1)", "99.91");
        beyond.forEach((type, number) -> assertThatThrownBy(() -> read(number, type))
                .as(type)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(number + " (N) is no " + type));
    }
}
