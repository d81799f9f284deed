package org.coverslip.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.coverslip.report.WholeFile;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/**
 * Writes {@code plugins.config}, which tells plain ImageJ what to put into its menu, from the
 * commands that there are. It goes into a jar of its own, because Fiji reads both SciJava's index
 * and such files and would show every command twice.
 */
public final class PlainMenu {

    private PlainMenu() {}

    /**
     * @param args the file to write
     */
    public static void main(String[] args) {
        try (Context context = new Context(CommandService.class)) {
            byte[] text = text(new Commands(context.service(CommandService.class)).all());
            WholeFile.write(Path.of(args[0]), out -> out.write(text));
        }
    }

    private static byte[] text(List<CommandInfo> commands) {
        return commands.stream()
                .filter(info -> info.getMenuPath().size() > 0)
                .sorted(Comparator.comparingDouble(c -> c.getMenuPath().getLeaf().getWeight()))
                .map(PlainMenu::line)
                .collect(Collectors.joining("\n", "# Coverslip in plain ImageJ\n", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** {@code Plugins>Coverslip, "Label...", class("word")}, as ImageJ's Menus class reads it. */
    private static String line(CommandInfo info) {
        return "%s, \"%s\", %s(\"%s\")"
                .formatted(
                        info.getMenuPath().getMenuString(false).replace(" > ", ">"),
                        Commands.menuLabel(info),
                        CommandPlugIn.class.getName(),
                        info.getName());
    }
}
