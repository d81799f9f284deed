package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

/** Plain ImageJ's menu has the commands that there are, no more and no fewer. */
class PlainMenuTest {

    /** How ImageJ 1.54's Menus reads a line: menu, label in quotes, class with its argument. */
    private static final Pattern LINE =
            Pattern.compile("Plugins>Coverslip, \"(.+)\", ([\\w.]+)\\(\"([a-z-]+)\"\\)");

    @TempDir Path dir;

    @Test
    void itListsEveryCommandOnceInTheOrderOfTheMenu() throws Exception {
        Path file = dir.resolve("plugins.config");
        PlainMenu.main(new String[] {file.toString()});
        List<String> lines = Files.readAllLines(file);
        lines.removeIf(line -> line.startsWith("#"));
        assertThat(lines).allMatch(LINE.asMatchPredicate());
        try (Context context = new Context(CommandService.class)) {
            List<CommandInfo> menu =
                    new Commands(context.service(CommandService.class))
                            .all().stream().filter(c -> c.getMenuPath().size() > 0).toList();
            assertThat(lines)
                    .extracting(line -> LINE.matcher(line).replaceAll("$1 $3"))
                    .containsExactlyInAnyOrderElementsOf(
                            menu.stream()
                                    .map(c -> Commands.menuLabel(c) + " " + c.getName())
                                    .toList());
        }
        assertThat(lines)
                .extracting(line -> LINE.matcher(line).replaceAll("$2"))
                .containsOnly(CommandPlugIn.class.getName());
        assertThat(lines.get(0)).contains("Classify");
    }
}
