using System.Text.Json;
using ImageGeneration.Cli;
using ImageGeneration.Cli.Streams;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>What a command does when its streams fail: its work, and its exit code tells it.</summary>
public sealed class StreamTests
{
    [UnixTheory]
    [InlineData("exec \"$@\" 2>&-")]
    [InlineData("exec \"$@\" 2>/dev/full")]
    [InlineData("{ \"$@\" 2>&1 >&3 | true; } 3>&1")]
    [InlineData("exec \"$@\" 2>/dev/full </dev/null")]
    public async Task Error_Fails_ImageIsSavedAndNamed(string script)
    {
        await using var host = CliHost.Bare();
        await using var process = CliProcess.Start(host, script, ["a cat"]);

        var (output, _) = await process.EndAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.StartsWith(Assert.Single(host.Files), output, StringComparison.Ordinal);
    }

    // A pipe that is full, and whose reader is there and does not read.
    [UnixTheory]
    [InlineData("a cat")]
    [InlineData("a cat", "--json")]
    public async Task Error_IsAFullPipe_ImageIsSavedAndNamed(params string[] args)
    {
        await using var host = CliHost.Bare();
        await using var process = CliProcess.Start(
            host, "mkfifo pipe; exec 7<>pipe; timeout 5 dd if=/dev/zero of=pipe bs=4096 count=16 2>/dev/null; exec \"$@\" 2>pipe", args);

        var (output, _) = await process.EndAsync();

        Assert.Equal(0, process.ExitCode);
        var picture = Assert.Single(host.Files, file => file.EndsWith(".png", StringComparison.Ordinal));
        Assert.Contains(picture, output, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("exec \"$@\" >&-", "")]
    [InlineData("exec \"$@\" >/dev/full", "")]
    [InlineData("\"$@\" | true", "")]
    [InlineData("exec \"$@\" >&-", "--json")]
    [InlineData("exec \"$@\" >/dev/full", "--json")]
    [InlineData("\"$@\" | true", "--json")]
    public async Task Out_Fails_ImageIsSavedAndNamedOnError(string script, string option)
    {
        await using var host = CliHost.Bare();
        await using var process = CliProcess.Start(host, script, option.Length > 0 ? ["a cat", option] : ["a cat"]);

        var (_, error) = await process.EndAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains(Assert.Single(host.Files), error, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("exec \"$@\" >&- 2>&-")]
    [InlineData("exec \"$@\" >/dev/full 2>/dev/full")]
    public async Task Both_Fail_ImageIsSaved(string script)
    {
        await using var host = CliHost.Bare();
        await using var process = CliProcess.Start(host, script, ["a cat"]);

        await process.EndAsync();

        Assert.Equal(0, process.ExitCode);
        PngFile.Read(Assert.Single(host.Files));
    }

    [UnixTheory]
    [InlineData("exec \"$@\" 2>&-", 2, "a cat", "--width", "3")]
    [InlineData("exec \"$@\" 2>/dev/full", 2, "a cat", "--config", "nothing.json")]
    [InlineData("exec \"$@\" 2>&-", 0, "providers")]
    [InlineData("exec \"$@\" 2>/dev/full", 0, "estimate")]
    public async Task Error_Fails_ExitCodeHoldsAndOutReports(string script, int expected, params string[] args)
    {
        await using var host = CliHost.Bare();
        await using var process = CliProcess.Start(host, script, args);

        var (output, _) = await process.EndAsync();

        Assert.Equal(expected, process.ExitCode);
        Assert.NotEqual("", output);
    }

    // What such a command prints is all that it does; a reader who has left wanted no more.
    [UnixTheory]
    [InlineData("exec \"$@\" >/dev/full", 1, "estimate")]
    [InlineData("exec \"$@\" >/dev/full", 1, "estimate", "--json")]
    [InlineData("exec \"$@\" >/dev/full", 1, "providers")]
    [InlineData("exec \"$@\" >/dev/full", 1, "providers", "--json")]
    [InlineData("exec \"$@\" >/dev/full", 1, "a cat", "--dry-run")]
    [InlineData("exec \"$@\" >/dev/full", 1, "--help")]
    [InlineData("exec \"$@\" >&-", 1, "estimate")]
    [InlineData("exec \"$@\" >&-", 1, "providers", "--json")]
    [InlineData("{ \"$@\"; echo $? >code; } | true; exit $(cat code)", 0, "providers")]
    public async Task Out_FailsWhereItIsAllThereIs_ExitCodeAndErrorReport(string script, int expected, params string[] args)
    {
        await using var host = CliHost.Bare();
        await using var process = CliProcess.Start(host, script, args);

        var (_, error) = await process.EndAsync();

        Assert.Equal(expected, process.ExitCode);
        Assert.Equal(expected == 1, error.Contains("error: Standard output did not take the result", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a cat", "--width", "3")]
    [InlineData("a cat", "--provider", "nobody")]
    [InlineData("simulate", "--speed", "-1")]
    public async Task Out_FailsInJson_ErrorReportsWhatWentWrong(params string[] args)
    {
        await using var host = CliHost.Bare();
        using var full = new FullWriter();
        using var error = new StringWriter();

        var exitCode = await CliApplication.RunAsync([.. args, "--json"], host.Environment(full, error, CancellationToken.None));

        Assert.Equal(2, exitCode);
        Assert.Contains("error: " + args[1], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Out_IsFine_ErrorFails_JsonStaysOneDocument()
    {
        await using var host = await CliHost.StartAsync();
        using var output = new StringWriter();
        using var full = new FullWriter();

        var exitCode = await CliApplication.RunAsync(["a cat", "--json"], host.Environment(output, full, CancellationToken.None));

        Assert.Equal(0, exitCode);
        using var json = JsonDocument.Parse(output.ToString());
        Assert.Equal(Assert.Single(host.Files), json.RootElement.GetProperty("images")[0].GetProperty("file").GetString());
    }

    [Fact]
    public async Task Error_TakesNothing_HoldsUpNobody()
    {
        await using var host = await CliHost.StartAsync();
        using var output = new StringWriter();
        using var stopped = new StoppedWriter();
        using var error = new DetachedWriter(stopped, TimeSpan.FromMilliseconds(1));

        var exitCode = await CliApplication.RunAsync(["a cat"], host.Environment(output, error, CancellationToken.None));
        stopped.GoOn();

        Assert.Equal(0, exitCode);
        Assert.StartsWith(Assert.Single(host.Files), output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Detached_ManyLines_ArriveInOrder()
    {
        using var inner = new StringWriter();
        using var detached = new DetachedWriter(inner, TimeSpan.FromMinutes(3));
        var lines = Enumerable.Range(0, 1000).Select(number => $"line {number}").ToList();

        lines.ForEach(detached.WriteLine);
        detached.Flush();

        Assert.Equal(lines, inner.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Detached_StreamFails_IsReportedByFlushOnly()
    {
        using var full = new FullWriter();
        using var detached = new DetachedWriter(full, TimeSpan.FromMinutes(3));

        detached.WriteLine("lost");

        Assert.Throws<IOException>(detached.Flush);
        Assert.True(GuardedWriter.Over(detached).IsLost);
    }

    private sealed class FullWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Write(string? value) => Write('x');

        public override void WriteLine(string? value) => Write('x');
    }

    private sealed class StoppedWriter : StringWriter
    {
        private readonly ManualResetEventSlim _goesOn = new();

        public void GoOn() => _goesOn.Set();

        public override void Write(string? value) => _goesOn.Wait(TimeSpan.FromMinutes(3));
    }
}
