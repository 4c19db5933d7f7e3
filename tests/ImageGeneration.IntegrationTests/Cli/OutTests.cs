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
}
