package io.millrace.pig;

import io.millrace.testing.LocalServices;
import java.io.IOException;
import org.apache.pig.EvalFunc;
import org.apache.pig.data.Tuple;

/** Deletes the checkpoint table while a script reads. */
public final class DropTable extends EvalFunc<String> {
    private final String table;

    public DropTable(String table) {
        this.table = table;
    }

    @Override
    public String exec(Tuple input) throws IOException {
        LocalServices.get().dropTable(table);
        return (String) input.get(0);
    }
}
