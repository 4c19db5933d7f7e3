namespace ImageGeneration.Providers.Replicate;

/// <summary>Represents a model as it is called: the create route, the version where the route needs one, and its profile.</summary>
/// <param name="ModelId">The id, aliases resolved.</param>
/// <param name="CreateUri">The address to create at; null when the id is invalid.</param>
/// <param name="Version">The version for the body of <c>/predictions</c>; null on the other routes.</param>
/// <param name="Profile">The profile.</param>
internal sealed record ReplicateModel(string ModelId, Uri? CreateUri, string? Version, ModelProfile Profile)
{
    /// <summary>Gets <c>owner/name</c>; null when the id does not contain it.</summary>
    public string? Slug { get; private init; }

    /// <summary>Gets the name of a deployment without its owner; null when it is none.</summary>
    public string? Deployment { get; private init; }

    /// <summary>Whether it is billed by run time. Official models, which have a route of their own, are billed by the image.</summary>
    public bool IsBilledByTime => Version is not null || Slug is null;

    /// <summary>Whether it is called by its name, which only official models are, although it is unknown whether it is one.</summary>
    public bool MayBeUnofficial { get; private init; }

    /// <summary>Gets where the model describes its input, or a deployment its model; null when its profile is known, or when there is no
    /// such address, as for a bare version.</summary>
    public Uri? SchemaUri { get; init; }

    /// <summary>Reads <c>owner/name</c>, <c>owner/name:version</c>, a bare version, or <c>deployments/owner/name</c>; the address of a
    /// model's page and the name of its container image (<c>r8.im/owner/name@sha256:…</c>) mean the same. A tag is not a version:
    /// <c>latest</c> stands for none, and any other names nothing.</summary>
    /// <param name="id">The id from the settings.</param>
    /// <param name="root">The address of the API.</param>
    public static ReplicateModel Parse(string id, string root)
    {
        id = ReplicateModelId.Plain(id);
        var parts = id.Split('/', StringSplitOptions.TrimEntries);
        if (parts is ["deployments", { Length: > 0 } deployer, { Length: > 0 } deployment])
        {
            var path = $"deployments/{Escape(deployer)}/{Escape(deployment)}";
            return Make(path + "/predictions", null, ReplicateModels.Community) with { Deployment = deployment, SchemaUri = At(path) };
        }

        if (ReplicateModelId.IsFullVersion(id))
        {
            return Make("predictions", id, ReplicateModels.FindVersion(id) ?? ReplicateModels.Community);
        }

        if (parts is not [{ Length: > 0 } owner, { Length: > 0 } nameAndVersion])
        {
            return new(id, null, null, Named(ReplicateModels.Community));
        }

        var colon = nameAndVersion.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? nameAndVersion : nameAndVersion[..colon];
        var row = ReplicateModels.Find($"{owner}/{name}");
        var version = colon < 0 ? row?.Version : row?.FullVersion(nameAndVersion[(colon + 1)..]) ?? nameAndVersion[(colon + 1)..];
        if (version is not null && !ReplicateModelId.IsVersion(version))
        {
            return new(id, null, null, Named(row?.Profile ?? ReplicateModels.Community));
        }

        var model = version is null
            ? Make($"models/{Escape(owner)}/{Escape(name)}/predictions", null, row?.Profile ?? ReplicateModelFamily.GetProfile(name, ReplicateModels.Official))
            : Make("predictions", version, row?.Profile ?? ReplicateModelFamily.GetProfile(name, ReplicateModels.Community));
        var schema = $"models/{Escape(owner)}/{Escape(name)}{(version is null ? "" : "/versions/" + Escape(version))}";
        return model with
        {
            Slug = $"{owner}/{name}",
            MayBeUnofficial = row is null && version is null,
            SchemaUri = row is null or { IsClosed: true } ? At(schema) : null,
        };

        ReplicateModel Make(string path, string? bodyVersion, ModelProfile profile) =>
            new(id, At(path), bodyVersion, Named(profile));

        Uri? At(string path) => Uri.TryCreate($"{root}/{path}", UriKind.Absolute, out var uri) ? uri : null;

        ModelProfile Named(ModelProfile profile) => profile with { Capabilities = profile.Named(id) };
    }

    /// <summary>Returns the same model with what it reported about itself: its input, and the version that a community model is called
    /// by.</summary>
    public ReplicateModel WithProfile(ModelProfile profile, string? version, string root)
    {
        var model = version is not null && MayBeUnofficial ? Parse($"{Slug}:{version}", root) with { ModelId = ModelId } : this;
        return model with { Profile = profile, SchemaUri = null };
    }

    private static string Escape(string segment) => Uri.EscapeDataString(segment);
}
