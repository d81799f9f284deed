package org.coverslip.app;

import java.util.Comparator;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.keys.Nearest;
import org.scijava.MenuEntry;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/** Coverslip's own commands among all that a context knows, by their word on the command line. */
final class Commands {

    private final List<CommandInfo> infos;

    Commands(CommandService service) {
        infos =
                service.getCommands().stream()
                        .filter(info -> info.getClassName().startsWith("org.coverslip."))
                        .sorted(Comparator.comparing(CommandInfo::getName))
                        .toList();
    }

    List<CommandInfo> all() {
        return infos;
    }

    /**
     * @throws RefusedException if there is no such command; names the nearest one
     */
    CommandInfo named(String word) {
        return infos.stream()
                .filter(info -> info.getName().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        word,
                                        "there is no such command",
                                        "did you mean "
                                                + Nearest.to(
                                                        word,
                                                        infos.stream()
                                                                .map(CommandInfo::getName)
                                                                .toList())
                                                + "? java -jar coverslip.jar help lists them all"));
    }

    /**
     * What stands in the menu and in macros, with its dots; empty for a command that is on the
     * command line only.
     */
    static String menuLabel(CommandInfo info) {
        MenuEntry leaf = info.getMenuPath().getLeaf();
        return leaf == null ? "" : leaf.getName();
    }
}
