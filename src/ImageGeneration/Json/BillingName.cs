using System.Collections.Frozen;

namespace ImageGeneration.Json;

/// <summary>Specifies what a member of a model's input means for the bill.</summary>
internal enum BillingRole
{
    None,
    Images,
    Batch,
    Batches,
    Width,
    Height,
    Area,
    AspectRatio,

    /// <summary>How many times wider and higher an image is made than its size says.</summary>
    Scale,
    Steps,
    Seed,
    Prompts,

    /// <summary>Another model, version or quality: another price.</summary>
    Tariff,
}

/// <summary>Provides the names under which models take what their bill depends on, whatever their spelling.</summary>
internal static class BillingName
{
    private static readonly string[] Numbers = ["numberof", "number", "num", "max", "total", "no", "n"];
    private static readonly string[] Tails = ["perprompt", "perbatch", "perrequest", "count"];

    private static readonly FrozenSet<string> Things = new[]
    {
        "image", "images", "output", "outputs", "sample", "samples", "picture", "pictures", "result", "results", "variation", "variations",
        "variant", "variants", "generation", "generations", "img", "imgs", "photos",
    }.ToFrozenSet();

    private static readonly FrozenDictionary<string, BillingRole> Names = new Dictionary<string, BillingRole>
    {
        ["n"] = BillingRole.Images,
        ["count"] = BillingRole.Images,
        ["quantity"] = BillingRole.Images,
        ["images"] = BillingRole.Images,
        ["outputs"] = BillingRole.Images,
        ["samples"] = BillingRole.Images,
        ["batchsize"] = BillingRole.Batch,
        ["batch"] = BillingRole.Batch,
        ["niter"] = BillingRole.Batches,
        ["batchcount"] = BillingRole.Batches,
        ["numbatches"] = BillingRole.Batches,
        ["nbatches"] = BillingRole.Batches,
        ["numberofbatches"] = BillingRole.Batches,
        ["width"] = BillingRole.Width,
        ["imagewidth"] = BillingRole.Width,
        ["outputwidth"] = BillingRole.Width,
        ["height"] = BillingRole.Height,
        ["imageheight"] = BillingRole.Height,
        ["outputheight"] = BillingRole.Height,
        ["w"] = BillingRole.Width,
        ["targetwidth"] = BillingRole.Width,
        ["imgwidth"] = BillingRole.Width,
        ["finalwidth"] = BillingRole.Width,
        ["h"] = BillingRole.Height,
        ["targetheight"] = BillingRole.Height,
        ["imgheight"] = BillingRole.Height,
        ["finalheight"] = BillingRole.Height,
        ["dimensions"] = BillingRole.Area,
        ["imagedimensions"] = BillingRole.Area,
        ["targetsize"] = BillingRole.Area,
        ["scalefactor"] = BillingRole.Scale,
        ["upscale"] = BillingRole.Scale,
        ["upscalefactor"] = BillingRole.Scale,
        ["upscaleby"] = BillingRole.Scale,
        ["upscaling"] = BillingRole.Scale,
        ["hrscale"] = BillingRole.Scale,
        ["outscale"] = BillingRole.Scale,
        ["size"] = BillingRole.Area,
        ["imagesize"] = BillingRole.Area,
        ["outputsize"] = BillingRole.Area,
        ["resolution"] = BillingRole.Area,
        ["outputresolution"] = BillingRole.Area,
        ["megapixels"] = BillingRole.Area,
        ["outputmegapixels"] = BillingRole.Area,
        ["aspectratio"] = BillingRole.AspectRatio,
        ["ratio"] = BillingRole.AspectRatio,
        ["steps"] = BillingRole.Steps,
        ["numinferencesteps"] = BillingRole.Steps,
        ["inferencesteps"] = BillingRole.Steps,
        ["numsteps"] = BillingRole.Steps,
        ["nsteps"] = BillingRole.Steps,
        ["samplingsteps"] = BillingRole.Steps,
        ["seed"] = BillingRole.Seed,
        ["noiseseed"] = BillingRole.Seed,
        ["randomseed"] = BillingRole.Seed,
        ["prompt"] = BillingRole.Prompts,
        ["prompts"] = BillingRole.Prompts,
        ["version"] = BillingRole.Tariff,
        ["model"] = BillingRole.Tariff,
        ["modelid"] = BillingRole.Tariff,
        ["modelversion"] = BillingRole.Tariff,
        ["modelname"] = BillingRole.Tariff,
        ["quality"] = BillingRole.Tariff,
        ["renderingspeed"] = BillingRole.Tariff,
    }.ToFrozenDictionary();

    public static BillingRole GetRole(string name)
    {
        var plain = MemberName.Plain(name);
        return Names.TryGetValue(plain, out var role) ? role : IsCount(plain) ? BillingRole.Images : BillingRole.None;
    }

    // "num_images_per_prompt", "numberResults", "max_images", "imageCount".
    private static bool IsCount(string plain)
    {
        var tail = Array.Find(Tails, tail => plain.EndsWith(tail, StringComparison.Ordinal)) ?? "";
        var head = Array.Find(Numbers, number => plain.StartsWith(number, StringComparison.Ordinal)) ?? "";
        var around = head.Length + tail.Length;
        return around > 0 && around < plain.Length && Things.Contains(plain[head.Length..^tail.Length]);
    }
}
