using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using ImageGeneration;
using ImageGeneration.Outputs;
using Microsoft.Extensions.DependencyInjection;

// What a user of the packages does: look into them, and generate through the packed library.
return args switch
{
    ["contents", var feed] => Contents(feed),
    ["generate", var simulator, var file] => await GenerateAsync(new Uri(simulator), file),
    _ => 2,
};

static int Contents(string feed)
{
    var missing = 0;
    Expect("ImageGeneration", "README.md", "lib/net10.0/ImageGeneration.dll", "lib/net10.0/ImageGeneration.xml");
    Expect("ImageGeneration.Simulator", "README.md", "lib/net10.0/ImageGeneration.Simulator.dll", "lib/net10.0/ImageGeneration.Simulator.xml");
    Expect(
        "ImageGeneration.Simulator.Artwork",
        "README.md",
        "lib/net10.0/ImageGeneration.Simulator.Artwork.dll",
        "lib/net10.0/ImageGeneration.Simulator.Artwork.xml");
    Expect("ImageGeneration.Cli", "README.md", "tools/net10.0/any/imagegen.dll|tools/net10.0/any/ImageGeneration.Cli.dll");
    return missing == 0 ? 0 : 1;

    void Expect(string package, params string[] entries)
    {
        var path = Directory.GetFiles(feed, $"{package}.0.1.0-*.nupkg").Single();
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in entries)
        {
            Require(entry.Split('|').Any(name => archive.GetEntry(name) is not null), $"{package} has {entry}");
        }

        using var reader = new StreamReader(archive.GetEntry($"{package}.nuspec")!.Open());
        Require(reader.ReadToEnd().Contains("<license type=\"expression\">MIT</license>"), $"{package} has a licence");
        var symbols = Path.ChangeExtension(path, ".snupkg");
        Require(File.Exists(symbols) && HasEntry(symbols, ".pdb"), $"{package} has symbols");
    }

    void Require(bool isThere, string what)
    {
        Console.WriteLine($"{(isThere ? "ok" : "MISSING")}: {what}");
        missing += isThere ? 0 : 1;
    }

    static bool HasEntry(string path, string ending)
    {
        using var archive = ZipFile.OpenRead(path);
        return archive.Entries.Any(entry => entry.FullName.EndsWith(ending, StringComparison.Ordinal));
    }
}

static async Task<int> GenerateAsync(Uri simulator, string file)
{
    var services = new ServiceCollection();
    services.AddImageGeneration(options =>
    {
        options.Outputs.AllowPrivateNetworks = true;
        options.Replicate.ApiKey = options.RunPod.ApiKey = "any";
        options.Replicate.BaseUrl = new Uri(simulator, "v1");
        options.RunPod.BaseUrl = new Uri(simulator, "v2");
    });
    await using var provider = services.BuildServiceProvider();
    var images = provider.GetRequiredService<IImageGenerationService>();

    // An HTTP API would get the request like this, through a context of the application's own.
    var request = JsonSerializer.Deserialize("""{"prompt":"A quiet harbour","model":"sdxl","style":"watercolor","width":512,"height":512}""", ConsumerJson.Default.ImageGenerationRequest)!;
    foreach (var name in new[] { "replicate", "runpod" })
    {
        var response = await images.GenerateImageAsync(request, name);
        await using var stream = File.Create(file);
        var image = await provider.GetRequiredService<IImageReader>().CopyToAsync(response.Images[0], stream);
        Console.WriteLine($"{response}: {JsonSerializer.SerializeToUtf8Bytes(response, ConsumerJson.Default.ImageGenerationResponse).Length} bytes of JSON");
        if (image is not { MediaType: "image/png", Width: 512, Height: 512 } || stream.Length < 1000)
        {
            Console.Error.WriteLine($"{name}: no picture of 512x512, but {image}");
            return 1;
        }
    }

    return images.GetMetrics().SuccessfulRequests == 2 ? 0 : 1;
}

[JsonSerializable(typeof(ImageGenerationRequest))]
[JsonSerializable(typeof(ImageGenerationResponse))]
internal sealed partial class ConsumerJson : JsonSerializerContext;
