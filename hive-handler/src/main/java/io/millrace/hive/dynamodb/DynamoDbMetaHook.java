package io.millrace.hive.dynamodb;

import io.millrace.checkpoint.CheckpointException;
import io.millrace.client.StreamException;
import io.millrace.config.Suggestions;
import io.millrace.hive.table.CheckingMetaHook;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * What happens to the definition of a DynamoDB table on its way into the metastore: properties and columns are checked, and
 * the table is looked for. Dropping it never touches the DynamoDB table.
 */
public final class DynamoDbMetaHook extends CheckingMetaHook {
    private final Configuration session;

    public DynamoDbMetaHook(Configuration session) {
        this.session = session;
    }

    @Override
    public void preCreateTable(Table table) throws MetaException {
        try {
            checkUnpartitioned(table);
            DynamoDbTable shown = DynamoDbTable.of(table.getParameters(), session);
            checkColumns(shown, table.getSd().getCols());
            lookFor(shown);
        } catch (IllegalArgumentException | SdkException | CheckpointException | StreamException e) {
            throw refusal(table, "can't be created", e);
        }
    }

    private static void checkColumns(DynamoDbTable shown, List<FieldSchema> columns) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("it has no columns: name those attributes that are to be shown");
        }
        for (FieldSchema column : columns) {
            if (!DynamoDbValues.canBe(TypeInfoUtils.getTypeInfoFromTypeString(column.getType()))) {
                throw new IllegalArgumentException("column " + column.getName() + " has the type " + column.getType()
                        + "; allowed are string, the numbers, boolean, binary,"
                        + " and arrays, structs and maps (with string keys) of these");
            }
        }
        Set<String> names = columns.stream().map(FieldSchema::getName).collect(Collectors.toSet());
        shown.attributes().keySet().stream()
                .filter(column -> !names.contains(column))
                .findFirst()
                .ifPresent(column -> {
                    throw new IllegalArgumentException(
                            DynamoDbTable.MAPPING + " names " + column + ", which is no column of the table");
                });
    }

    private static void lookFor(DynamoDbTable shown) {
        try (DynamoDbClient client = DynamoDbTable.client(shown.place())) {
            client.describeTable(request -> request.tableName(shown.name()));
        } catch (ResourceNotFoundException e) {
            throw new IllegalArgumentException("there is no DynamoDB table " + shown.name() + didYouMean(shown), e);
        }
    }

    private static String didYouMean(DynamoDbTable shown) {
        try (DynamoDbClient client = DynamoDbTable.client(shown.place())) {
            Set<String> names =
                    client.listTablesPaginator().tableNames().stream().collect(Collectors.toSet());
            return Suggestions.forName(shown.name(), names)
                    .map(name -> "; did you mean " + name + "?")
                    .orElse("");
        } catch (SdkException e) {
            // Whoever may not list tables learns no more than that there is none of this name.
            return "";
        }
    }
}
