package org.coverslip.app;

import ij.Menus;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.Hashtable;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scijava.command.CommandInfo;

/**
 * Makes {@code run("...")} work in macros on plain ImageJ without a display.
 *
 * <p>NB: ImageJ 1.54 knows its commands from its menu bar, and building that throws
 * HeadlessException. The table behind it ({@code Menus.pluginsTable}: command → class) is filled
 * here from the same IJ_Props.txt instead, so that the real macro interpreter and the real commands
 * run.
 */
final class PluginsTable {

    private static final Pattern ENTRY = Pattern.compile("\"([^\"\\[]+)(?:\\[[^\"]*\\])?\",(.+)");

    private PluginsTable() {}

    /**
     * Adds ImageJ's own commands and Coverslip's, unless a display or an earlier call has filled
     * the table.
     */
    static synchronized void fill(Commands commands) {
        Hashtable<String, String> table = table();
        imagej().forEach(table::putIfAbsent);
        for (CommandInfo info : commands.all()) {
            String label = Commands.menuLabel(info);
            if (!label.isEmpty()) {
                table.put(label, CommandPlugIn.class.getName() + "(\"" + info.getName() + "\")");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Hashtable<String, String> table() {
        try {
            Field field = Menus.class.getDeclaredField("pluginsTable");
            field.setAccessible(true);
            if (field.get(null) == null) field.set(null, new Hashtable<String, String>());
            return (Hashtable<String, String>) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this version of ImageJ keeps its commands elsewhere", e);
        }
    }

    private static Hashtable<String, String> imagej() {
        Properties properties = new Properties();
        try (InputStream in = Menus.class.getResourceAsStream("/IJ_Props.txt")) {
            if (in != null) properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("IJ_Props.txt of ImageJ cannot be read", e);
        }
        Hashtable<String, String> found = new Hashtable<>();
        for (Object value : properties.values()) {
            Matcher entry = ENTRY.matcher(value.toString());
            if (entry.matches()) found.put(entry.group(1), entry.group(2));
        }
        return found;
    }
}
