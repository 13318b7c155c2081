package io.millrace.service.keyfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Files of secrets: YAML (or JSON, which is YAML too) with one member {@code keys}, a list of objects. */
public final class KeyListFile {
    private KeyListFile() {}

    /**
     * The keys in the order of the file.
     *
     * @param kind of the file, for messages
     * @param members that a key can have; any other is refused
     * @throws IOException when it can't be read or is wrong; the message names the file and what is wrong, and shows no value
     */
    public static List<KeyEntry> read(Path file, String kind, Collection<String> members) throws IOException {
        String wrong = kind + " " + file + " is wrong: ";
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            // The message of the parser would show the line, secret and all.
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new IOException(wrong + "line " + line + " is not valid YAML");
        }
        JsonNode list = root.path("keys");
        if (!list.isArray() || list.isEmpty() || root.size() != 1) {
            throw new IOException(wrong + "it must have one member 'keys', a list of at least one key");
        }
        List<KeyEntry> keys = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            KeyEntry key = new KeyEntry(list.get(i), wrong + "keys[" + i + "]");
            check(key, list.get(i), new TreeSet<>(members));
            keys.add(key);
        }
        return keys;
    }

    private static void check(KeyEntry key, JsonNode node, Collection<String> members) throws IOException {
        if (!node.isObject()) {
            throw key.wrong("must have the members " + members);
        }
        for (var names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!members.contains(name)) {
                throw key.wrong("has a member '" + name + "'; known are " + members);
            }
        }
    }
}
