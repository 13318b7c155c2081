package io.millrace.hive.dynamodb;

import io.millrace.hive.table.ListGetters;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.serde2.objectinspector.PrimitiveObjectInspector.PrimitiveCategory;
import org.apache.hadoop.hive.serde2.typeinfo.DecimalTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.HiveDecimalUtils;
import org.apache.hadoop.hive.serde2.typeinfo.ListTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.MapTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.StructTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Turns DynamoDB's values into the Java objects of Hive's types: strings from S and N, numbers from N, boolean from BOOL, binary from
 * B, arrays from L and sets, maps and structs from M. NULL and what is missing are null. Stateless.
 */
public final class DynamoDbValues {
    private DynamoDbValues() {}

    /** Whether columns of a type can be filled. */
    static boolean canBe(TypeInfo type) {
        return switch (type.getCategory()) {
            case PRIMITIVE ->
                switch (((PrimitiveTypeInfo) type).getPrimitiveCategory()) {
                    case STRING, BOOLEAN, BYTE, SHORT, INT, LONG, FLOAT, DOUBLE, DECIMAL, BINARY -> true;
                    default -> false;
                };
            case LIST -> canBe(((ListTypeInfo) type).getListElementTypeInfo());
            case MAP -> {
                MapTypeInfo map = (MapTypeInfo) type;
                yield map.getMapKeyTypeInfo().getTypeName().equals("string") && canBe(map.getMapValueTypeInfo());
            }
            case STRUCT -> {
                StructTypeInfo struct = (StructTypeInfo) type;
                yield ListGetters.fieldNames(struct).stream()
                        .map(struct::getStructFieldTypeInfo)
                        .allMatch(DynamoDbValues::canBe);
            }
            // Unions, and what later versions of Hive have besides.
            default -> false;
        };
    }

    /**
     * The object of a value.
     *
     * @param value null when the item has none
     * @throws IllegalArgumentException when the value can't be of the type; says why
     */
    public static Object of(AttributeValue value, TypeInfo type) {
        if (value == null || value.type() == AttributeValue.Type.NUL) {
            return null;
        }
        return switch (type.getCategory()) {
            case PRIMITIVE -> primitive(value, (PrimitiveTypeInfo) type);
            case LIST -> list(value, ((ListTypeInfo) type).getListElementTypeInfo());
            case MAP -> map(value, ((MapTypeInfo) type).getMapValueTypeInfo());
            case STRUCT -> struct(value, (StructTypeInfo) type);
            default -> throw mismatch(value, type);
        };
    }

    private static Object primitive(AttributeValue value, PrimitiveTypeInfo type) {
        PrimitiveCategory category = type.getPrimitiveCategory();
        if (category == PrimitiveCategory.STRING && (value.s() != null || value.n() != null)) {
            return value.s() != null ? value.s() : value.n();
        }
        if (category == PrimitiveCategory.BOOLEAN && value.bool() != null) {
            return value.bool();
        }
        if (category == PrimitiveCategory.BINARY && value.b() != null) {
            return value.b().asByteArray();
        }
        if (value.n() != null) {
            try {
                return number(new BigDecimal(value.n()), type);
            } catch (ArithmeticException e) {
                throw mismatch(value, type);
            }
        }
        throw mismatch(value, type);
    }

    private static Object number(BigDecimal number, PrimitiveTypeInfo type) {
        return switch (type.getPrimitiveCategory()) {
            case BYTE -> number.byteValueExact();
            case SHORT -> number.shortValueExact();
            case INT -> number.intValueExact();
            case LONG -> number.longValueExact();
            case FLOAT -> {
                float nearest = number.floatValue();
                if (Float.isInfinite(nearest)) {
                    throw new ArithmeticException("beyond what a float can hold");
                }
                yield nearest;
            }
            // DynamoDB's numbers end at 9.9e125, far below a double's.
            case DOUBLE -> number.doubleValue();
            case DECIMAL -> {
                HiveDecimal fitting =
                        HiveDecimalUtils.enforcePrecisionScale(HiveDecimal.create(number), (DecimalTypeInfo) type);
                if (fitting == null || fitting.bigDecimalValue().compareTo(number) != 0) {
                    throw new ArithmeticException("too long");
                }
                yield fitting;
            }
            default -> throw new ArithmeticException("not a number's type");
        };
    }

    private static List<Object> list(AttributeValue value, TypeInfo element) {
        List<AttributeValue> values =
                switch (value.type()) {
                    case L -> value.l();
                    case SS -> value.ss().stream().map(AttributeValue::fromS).toList();
                    case NS -> value.ns().stream().map(AttributeValue::fromN).toList();
                    case BS -> value.bs().stream().map(AttributeValue::fromB).toList();
                    default -> throw new IllegalArgumentException(text(value) + " is neither a list nor a set");
                };
        List<Object> objects = new ArrayList<>(values.size());
        values.forEach(one -> objects.add(of(one, element)));
        return objects;
    }

    private static Map<String, Object> map(AttributeValue value, TypeInfo type) {
        Map<String, Object> objects = new LinkedHashMap<>();
        members(value).forEach((key, member) -> objects.put(key, of(member, type)));
        return objects;
    }

    private static List<Object> struct(AttributeValue value, StructTypeInfo type) {
        Map<String, AttributeValue> members = members(value);
        List<Object> fields = new ArrayList<>();
        for (String name : ListGetters.fieldNames(type)) {
            fields.add(of(members.get(name), type.getStructFieldTypeInfo(name)));
        }
        return fields;
    }

    private static Map<String, AttributeValue> members(AttributeValue value) {
        if (value.type() != AttributeValue.Type.M) {
            throw new IllegalArgumentException(text(value) + " is no map");
        }
        return value.m();
    }

    private static IllegalArgumentException mismatch(AttributeValue value, TypeInfo type) {
        return new IllegalArgumentException(text(value) + " is no " + type.getTypeName());
    }

    /** A value as messages show it, with its type in DynamoDB's words. */
    static String text(AttributeValue value) {
        if (value == null) {
            return "none";
        }
        return switch (value.type()) {
            case S -> "'" + value.s() + "' (S)";
            case N -> value.n() + " (N)";
            case BOOL -> value.bool() + " (BOOL)";
            case B -> value.b().asByteArrayUnsafe().length + " bytes (B)";
            default -> "a value of type " + value.type();
        };
    }
}
