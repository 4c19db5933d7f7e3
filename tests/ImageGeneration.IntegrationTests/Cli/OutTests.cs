using ImageGeneration.Cli;
using ImageGeneration.Simulator;

namespace ImageGeneration.IntegrationTests.Cli;

public sealed class OutTests
{
    [Fact]
    public async Task Out_FileAndCount_NumbersTheFurtherFiles()
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync("a cat", "--count", "3", "--out", "cat.png");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["cat-2.png", "cat-3.png", "cat.png"], host.Files.Select(Path.GetFileName));
        Assert.All(host.Files, file => PngFile.Read(file));
    }

    [Fact]
    public async Task Out_NameTaken_IsNotOverwritten()
    {
        await using var host = await CliHost.StartAsync();
        var taken = host.Write("cat.png", "mine");

        var result = await host.RunAsync("a cat", "--out", "cat.png");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(taken));
        Assert.StartsWith(Path.Combine(host.Folder, "cat-2.png"), result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pictures")]
    [InlineData("pictures/")]
    [InlineData("deep/er/pictures.of.cats/")]
    public async Task Out_Directory_IsMade(string name)
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync("A cat, asleep!", "--out", name);

        Assert.Equal(0, result.ExitCode);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(host.Folder, name)));
        Assert.Matches("^a-cat-asleep-[0-9a-f]{6}\\.png$", Path.GetFileName(file));
    }

    [Fact]
    public async Task Out_NotWritable_IsRefusedBeforeAnythingIsSpent()
    {
        await using var host = await CliHost.StartAsync();
        host.Write("file", "no directory");

        var result = await host.RunAsync("a cat", "--out", "file/cat.png");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--out", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, host.Simulator.Journal.RequestCount);
    }

    [Fact]
    public async Task Out_ExtensionOfAnotherType_WarnsOfIt()
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync("a cat", "--out", "cat.webp");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("cat.webp holds image/png", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_DownloadFails_PrintsTheLinkAndLeavesNoFile()
    {
        await using var host = await CliHost.StartAsync();
        host.Simulator.Faults.Add(new() { Phase = RequestPhase.Download, Effect = FaultEffect.Status(404) });

        var text = await host.RunAsync("a cat", "--provider", "replicate");
        var json = await host.RunAsync("a cat", "--provider", "replicate", "--json");

        Assert.Equal((1, 1), (text.ExitCode, json.ExitCode));
        Assert.StartsWith(host.Simulator.OutputBaseUri.AbsoluteUri, text.Out, StringComparison.Ordinal);
        Assert.Contains("has expired", text.Error, StringComparison.Ordinal);
        Assert.Equal("not_saved", json.Json.GetProperty("error").GetProperty("kind").GetString());
        var image = json.Json.GetProperty("images")[0];
        Assert.Equal(System.Text.Json.JsonValueKind.Null, image.GetProperty("file").ValueKind);
        Assert.StartsWith(host.Simulator.OutputBaseUri.AbsoluteUri, image.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Files);
    }

    [Theory]
    [InlineData(252, 1)]
    [InlineData(250, 2)]
    [InlineData(300, 1)]
    public async Task Out_NameTooLong_IsRefusedBeforeAnythingIsSpent(int letters, int count)
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync(
            "a cat", "--out", new string('x', letters) + ".png", "--count", count.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--out: no file can be written in", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, host.Simulator.Journal.RequestCount);
        Assert.Empty(host.Files);
    }

    [Fact]
    public async Task Out_NumberOfATakenNameMakesItTooLong_IsRefusedBeforeAnythingIsSpent()
    {
        await using var host = await CliHost.StartAsync();
        var name = new string('x', 251) + ".png";
        host.Write(name, "mine");

        var result = await host.RunAsync("a cat", "--out", name);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(0, host.Simulator.Journal.RequestCount);
        Assert.Equal("mine", await File.ReadAllTextAsync(Assert.Single(host.Files)));
    }

    [Theory]
    [InlineData(251, 1)]
    [InlineData(249, 2)]
    public async Task Out_LongestNameThatFits_IsTaken(int letters, int count)
    {
        await using var host = await CliHost.StartAsync();

        var result = await host.RunAsync(
            "a cat", "--out", new string('x', letters) + ".png", "--count", count.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(count, host.Files.Length);
    }

    [Theory]
    [InlineData("/dev/full")]
    [InlineData("/dev/null/cat.png")]
    [InlineData("/proc/cat.png")]
    [InlineData("file/")]
    public async Task Out_PlaceThatTakesNoFiles_IsRefusedBeforeAnythingIsSpent(string place)
    {
        await using var host = await CliHost.StartAsync();
        host.Write("file", "no directory");

        var result = await host.RunAsync("a cat", "--out", place, "--json");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--out", result.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, host.Simulator.Journal.RequestCount);
    }

    [Fact]
    public async Task Out_FolderRemovedWhileItRuns_IsMadeAgain()
    {
        await using var host = await CliHost.StartAsync();
        var folder = Path.Combine(host.Folder, "pictures");
        using var output = new StringWriter();
        using var error = new HookWriter("fetching", () => Directory.Delete(folder, recursive: true));

        var exitCode = await CliApplication.RunAsync(["a cat", "--out", "pictures/cat.png"], host.Environment(output, error, CancellationToken.None));

        Assert.Equal(0, exitCode);
        PngFile.Read(Path.Combine(folder, "cat.png"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Out_FolderBecomesAFileWhileItRuns_ImagesGoToTheTemporaryFolderAndTheMessageSaysWhere(int count)
    {
        await using var host = await CliHost.StartAsync();
        var folder = Path.Combine(host.Folder, "pictures");
        using var output = new StringWriter();
        using var error = new HookWriter("fetching", () =>
        {
            Directory.Delete(folder, recursive: true);
            File.WriteAllText(folder, "a file now");
        });

        var exitCode = await CliApplication.RunAsync(
            ["a cat", "--out", "pictures/cat.png", "--json", "--count", $"{count}"], host.Environment(output, error, CancellationToken.None));

        var result = new CliResult(exitCode, output.ToString(), error.ToString());
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("not_saved", result.Json.GetProperty("error").GetProperty("kind").GetString());
        var files = result.Json.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("file").GetString()!).ToList();
        Assert.Equal(count, files.Distinct().Count());
        Assert.All(files, file =>
        {
            Assert.StartsWith(Path.GetTempPath(), file, StringComparison.Ordinal);
            Assert.Contains($"It is in {file} instead.", result.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
            PngFile.Read(file);
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        });
    }

    [Fact]
    public async Task Out_OneDownloadFails_OthersAreSaved()
    {
        await using var host = await CliHost.StartAsync();
        host.Simulator.Faults.Add(new() { Phase = RequestPhase.Download, Effect = FaultEffect.Status(410), Times = 1 });

        var result = await host.RunAsync("a cat", "--provider", "replicate", "--count", "3", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, host.Files.Length);
        Assert.Equal(3, result.Json.GetProperty("images").GetArrayLength());
    }

    [SmallDiskFact]
    public async Task Out_DiskIsFull_IsRefusedBeforeAnythingIsSpent()
    {
        await using var host = await CliHost.StartAsync();
        await using var disk = SmallDisk.Mount(host.Folder, kilobytes: 512);

        var result = await host.RunAsync("a cat", "--out", "disk/");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(0, host.Simulator.Journal.RequestCount);
        Assert.Empty(Directory.GetFiles(disk.Folder));
    }

    [SmallDiskFact]
    public async Task Out_DiskFillsUpWhileItRuns_ImageGoesElsewhere()
    {
        await using var host = await CliHost.StartAsync();
        await using var disk = SmallDisk.Mount(host.Folder, kilobytes: 1200);
        using var output = new StringWriter();
        using var error = new HookWriter("fetching", disk.FillUp);

        var exitCode = await CliApplication.RunAsync(["a cat", "--out", "disk/cat.png"], host.Environment(output, error, CancellationToken.None));

        Assert.Equal(1, exitCode);
        var file = output.ToString().Split('\n')[0].TrimEnd();
        Assert.Contains($"It is in {file} instead.", error.ToString(), StringComparison.Ordinal);
        PngFile.Read(file);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.Equal(["other"], Directory.GetFiles(disk.Folder).Select(Path.GetFileName));
    }

    // Does something when a word is written.
    private sealed class HookWriter(string word, Action act) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(word, StringComparison.Ordinal) == true)
            {
                act();
            }
        }
    }

    private sealed class SmallDisk(string folder) : IAsyncDisposable
    {
        public string Folder => folder;

        public static SmallDisk Mount(string parent, int kilobytes)
        {
            var folder = Directory.CreateDirectory(Path.Combine(parent, "disk")).FullName;
            Assert.True(SmallDiskFactAttribute.TryMount(folder, kilobytes));
            return new SmallDisk(folder);
        }

        public void FillUp()
        {
            try
            {
                using var other = new FileStream(Path.Combine(folder, "other"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
                for (var block = new byte[4096]; ;)
                {
                    other.Write(block);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public ValueTask DisposeAsync()
        {
            SmallDiskFactAttribute.Unmount(folder);
            return ValueTask.CompletedTask;
        }
    }
}
