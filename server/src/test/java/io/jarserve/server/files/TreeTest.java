package io.jarserve.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {

  @TempDir Path home;

  @Test
  void delete_ofATreeWithALink_leavesWhatItLeadsTo() throws IOException {
    Path other = Files.createDirectory(home.resolve("other"));
    Files.writeString(other.resolve("kept"), "");
    Path root = Files.createDirectories(home.resolve("root/deep/deeper")).getParent().getParent();
    Files.writeString(root.resolve("deep/file"), "");
    Files.createSymbolicLink(root.resolve("deep/link"), other);

    Tree.delete(root);

    assertThat(root).doesNotExist();
    assertThat(other.resolve("kept")).exists();
  }

  @Test
  void delete_ofWhatIsNotThere_isFine() throws IOException {
    Tree.delete(home.resolve("nowhere"));

    assertThat(home).isEmptyDirectory();
  }

  @Test
  void emptied_thereOrNot_isThereAndEmpty() throws IOException {
    Path root = home.resolve("root");

    assertThat(Tree.emptied(root)).isEqualTo(root).isEmptyDirectory();
    Files.writeString(Files.createDirectory(root.resolve("deep")).resolve("file"), "");
    assertThat(Tree.emptied(root)).isEqualTo(root).isEmptyDirectory();
  }
}
