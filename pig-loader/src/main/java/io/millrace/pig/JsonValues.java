package io.millrace.pig;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pig.ResourceSchema;
import org.apache.pig.ResourceSchema.ResourceFieldSchema;
import org.apache.pig.data.BagFactory;
import org.apache.pig.data.DataBag;
import org.apache.pig.data.DataByteArray;
import org.apache.pig.data.DataType;
import org.apache.pig.data.Tuple;
import org.apache.pig.data.TupleFactory;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;

/**
 * JSON values as Pig's types. What can't be had without changing a value is an error: a number that does not fit or has
 * a fraction too much, text that is no number. Stateless.
 */
final class JsonValues {
    private static final ResourceFieldSchema UNTYPED = new ResourceFieldSchema().setType(DataType.BYTEARRAY);

    private JsonValues() {}

    /**
     * The value as a field's type wants it.
     *
     * @param value null or JSON's null becomes null
     * @param place for people: where in the payload this is
     * @throws IOException when the value is not of that type
     */
    static Object of(JsonNode value, ResourceFieldSchema field, String place) throws IOException {
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            return switch (field.getType()) {
                case DataType.MAP -> map(value, field, place);
                case DataType.TUPLE -> tuple(value, field.getSchema(), place);
                case DataType.BAG -> bag(value, field, place);
                default -> scalar(value, field.getType());
            };
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException(
                    "field " + place + " is " + DataType.findTypeName(field.getType()) + " in AS, but "
                            + shortened(value) + " in the payload",
                    e);
        }
    }

    private static Object scalar(JsonNode value, byte type) {
        return switch (type) {
            case DataType.BYTEARRAY -> new DataByteArray(text(value).getBytes(StandardCharsets.UTF_8));
            case DataType.CHARARRAY -> text(value);
            case DataType.BOOLEAN -> truth(value);
            case DataType.INTEGER -> number(value).intValueExact();
            case DataType.LONG -> number(value).longValueExact();
            case DataType.BIGINTEGER -> number(value).toBigIntegerExact();
            case DataType.BIGDECIMAL -> number(value);
            case DataType.FLOAT -> number(value).floatValue();
            case DataType.DOUBLE -> number(value).doubleValue();
            case DataType.DATETIME ->
                value.isNumber()
                        ? new DateTime(number(value).longValueExact(), DateTimeZone.UTC)
                        : new DateTime(text(value), DateTimeZone.UTC);
            default -> throw new IllegalArgumentException("no scalar");
        };
    }

    /** The content of a string; any other value as JSON text. */
    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static boolean truth(JsonNode value) {
        return switch (text(value)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("no boolean");
        };
    }

    private static BigDecimal number(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : new BigDecimal(text(value));
    }

    /** Values without a type in AS are bytes, which a script casts; within them, objects are maps and arrays are bags. */
    private static Map<String, Object> map(JsonNode value, ResourceFieldSchema field, String place) throws IOException {
        require(value.isObject());
        ResourceSchema inner = field.getSchema();
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            String where = place + "#" + member.getKey();
            map.put(
                    member.getKey(),
                    inner == null
                            ? untyped(member.getValue(), where)
                            : of(member.getValue(), inner.getFields()[0], where));
        }
        return map;
    }

    private static Object untyped(JsonNode value, String place) throws IOException {
        if (value.isObject()) {
            return map(value, UNTYPED, place);
        }
        return value.isArray() ? bag(value, UNTYPED, place) : of(value, UNTYPED, place);
    }

    private static Tuple tuple(JsonNode value, ResourceSchema schema, String place) throws IOException {
        List<Object> values = new ArrayList<>();
        if (schema == null) {
            require(value.isArray());
            for (JsonNode element : value) {
                values.add(untyped(element, place));
            }
            return TupleFactory.getInstance().newTupleNoCopy(values);
        }
        require(value.isContainerNode());
        ResourceFieldSchema[] fields = schema.getFields();
        for (int i = 0; i < fields.length; i++) {
            String name = fields[i].getName();
            values.add(of(value.isArray() ? value.get(i) : value.get(name), fields[i], place + "." + name));
        }
        return TupleFactory.getInstance().newTupleNoCopy(values);
    }

    private static DataBag bag(JsonNode value, ResourceFieldSchema field, String place) throws IOException {
        require(value.isArray());
        ResourceSchema elements = field.getSchema() == null
                ? null
                : field.getSchema().getFields()[0].getSchema();
        DataBag bag = BagFactory.getInstance().newDefaultBag();
        for (JsonNode element : value) {
            bag.add(element(element, elements, place + "[" + bag.size() + "]"));
        }
        return bag;
    }

    /** What is neither object nor array is the one field of its tuple. */
    private static Tuple element(JsonNode value, ResourceSchema schema, String place) throws IOException {
        if (value.isContainerNode() && schema != null) {
            return tuple(value, schema, place);
        }
        return TupleFactory.getInstance()
                .newTuple(schema == null ? untyped(value, place) : of(value, schema.getFields()[0], place));
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException("not of this type");
        }
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
