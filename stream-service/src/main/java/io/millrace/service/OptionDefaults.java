package io.millrace.service;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values of options that are not on the command line: from the environment, else from a properties file.
 *
 * <p>The variables begin with {@code MILLRACE_OPT_} and not with a name that a service may have: Kubernetes sets
 * variables such as {@code MILLRACE_SERVICE_PORT} by itself.
 */
final class OptionDefaults implements CommandLine.IDefaultValueProvider {
    static final String FILE_OPTION = "--options";
    private static final String PREFIX = "MILLRACE_OPT_";
    /** Characters between the first and the last that differ, in a name that is still taken for a typo. */
    private static final int MOST_MISTYPED = 3;

    private final Map<String, String> environment;
    private final Properties file = new Properties();

    OptionDefaults(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Looks for variables that are meant as options and are none: with a typo they would say nothing, and do nothing.
     *
     * @throws IOException when there is one; the message names it, and the variables that may have been meant
     */
    void checkEnvironment(CommandSpec command) throws IOException {
        Set<String> known = new TreeSet<>();
        command.options().stream().filter(option -> !option.usageHelp()).forEach(option -> known.add(variable(option)));
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(PREFIX) && !known.contains(name)) {
                throw new IOException("environment variable " + name + " is no option's" + meant(name, known));
            }
        }
    }

    private static String meant(String name, Set<String> known) {
        List<String> close = known.stream().filter(each -> isNear(name, each)).toList();
        return close.isEmpty() ? "; known are " + known : ": did you mean " + String.join(" or ", close) + "?";
    }

    /** Whether what differs is a short piece, wherever it is. */
    private static boolean isNear(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int same = 0;
        while (same < shorter && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        int sameAtEnd = 0;
        while (sameAtEnd < shorter - same
                && one.charAt(one.length() - 1 - sameAtEnd) == other.charAt(other.length() - 1 - sameAtEnd)) {
            sameAtEnd++;
        }
        return Math.max(one.length(), other.length()) - same - sameAtEnd <= MOST_MISTYPED;
    }

    /**
     * Reads the file that the arguments or the environment name, if any.
     *
     * @throws IOException when it can't be read or has a key that is no option; the message names both
     */
    void readFile(String[] arguments, CommandSpec command) throws IOException {
        String name = fileName(arguments);
        if (name == null) {
            return;
        }
        try (Reader in = Files.newBufferedReader(Path.of(name))) {
            file.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("cannot read options file " + name + ": " + e, e);
        }
        Set<String> known = new TreeSet<>();
        command.options().stream().filter(option -> !option.usageHelp()).forEach(option -> known.add(key(option)));
        known.remove(FILE_OPTION.substring(2));
        for (String key : file.stringPropertyNames()) {
            if (!known.contains(key)) {
                throw new IOException("options file " + name + " has a key '" + key + "'; known are " + known);
            }
        }
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String fromEnvironment = environment.get(variable(option));
        return fromEnvironment != null ? fromEnvironment : file.getProperty(key(option));
    }

    /** The environment variable of an option. */
    static String variable(OptionSpec option) {
        return PREFIX + key(option).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String key(OptionSpec option) {
        return option.names()[0].substring(2);
    }

    private String fileName(String[] arguments) {
        String name = environment.get(PREFIX + "OPTIONS");
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(FILE_OPTION + "=")) {
                name = arguments[i].substring(FILE_OPTION.length() + 1);
            } else if (arguments[i].equals(FILE_OPTION) && i + 1 < arguments.length) {
                name = arguments[i + 1];
            }
        }
        return name;
    }
}
