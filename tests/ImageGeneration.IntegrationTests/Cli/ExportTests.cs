using System.Text.Json;

namespace ImageGeneration.IntegrationTests.Cli;

/// <summary>What <c>imagegen simulate</c> prints is all that the README's first lines need to run without keys and cost.</summary>
public sealed class ExportTests
{
    [UnixTheory]
    [InlineData(null)]
    [InlineData("r8_of_a_real_account")]
    public async Task Simulate_ItsExports_LeadTheTenLinesToItAndNeverToTheVendor(string? key)
    {
        await using var host = CliHost.Bare();
        using var vendor = new VendorTrap();
        await using var simulator = CliProcess.Start(host, "exec \"$@\" >&2", ["simulate", "--speed", "max"]);
        var printed = await simulator.ErrorUntilAsync("Faults on demand");
        var control = printed.Split(' ').Last(word => word.StartsWith("http://", StringComparison.Ordinal)).Trim();
        foreach (var (name, value) in Exports(printed))
        {
            host.Variables[name] = value;
        }

        if (key is not null)
        {
            host.Variables["REPLICATE_API_KEY"] = key;
        }

        host.Variables["https_proxy"] = vendor.Address;
        await using var program = CliProcess.StartTenLines(host);
        var (output, error) = await program.EndAsync();

        Assert.True(program.ExitCode == 0, error);
        Assert.Matches("^(replicate|runpod|modal): image/", output);
        Assert.Equal(0, vendor.Calls);
        using var client = new HttpClient();
        using var journal = JsonDocument.Parse(await client.GetStringAsync(new Uri(control)));
        Assert.Equal(1, journal.RootElement.GetProperty("jobsCreated").GetInt32());
        Assert.True(new FileInfo(Path.Combine(host.Folder, "library.image")).Length > 1000);
    }

    // The trap is none where nobody falls into it.
    [UnixFact]
    public async Task TenLines_WithAKeyAlone_WouldCallTheVendor()
    {
        await using var host = CliHost.Bare();
        using var vendor = new VendorTrap();
        host.Variables["REPLICATE_API_KEY"] = "r8_of_a_real_account";
        host.Variables["https_proxy"] = vendor.Address;

        await using var program = CliProcess.StartTenLines(host);
        await program.EndAsync();

        Assert.NotEqual(0, program.ExitCode);
        Assert.NotEqual(0, vendor.Calls);
    }

    private static IEnumerable<(string Name, string Value)> Exports(string printed) =>
        from line in printed.Split('\n')
        where line.TrimStart().StartsWith("export ", StringComparison.Ordinal)
        from pair in line.Trim()["export ".Length..].Split(' ')
        select (pair.Split('=')[0], pair.Split('=', 2)[1]);
}
