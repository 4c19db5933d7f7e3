using System.Text.Json;
using ImageGeneration.Simulator.Catalog;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate;

/// <summary>Creates, changes and deletes models of the user's own. The real answer to a deletion that is not allowed is not documented;
/// here it is a conflict.</summary>
internal sealed class ModelEdits(ReplicateCatalog catalog, ReplicateDeployments deployments)
{
    private static readonly string[] LinkNames = ["github_url", "paper_url", "license_url", "cover_image_url", "weights_url"];
    private static readonly InputField[] Described =
    [
        InputField.Text("description"), InputField.Uri("github_url"), InputField.Uri("paper_url"), InputField.Uri("license_url"),
    ];

    private static readonly InputField[] Editable = [.. Described, InputField.Text("readme"), InputField.Uri("weights_url")];

    private static readonly InputField[] Creatable =
    [
        InputField.Text("owner") with { Required = true },
        InputField.Text("name") with { Required = true },
        InputField.Text("visibility", "public", "private") with { Required = true },
        ReplicateLookups.HardwareField with { Required = true },
        .. Described,
        InputField.Uri("cover_image_url"),
    ];

    public ApiRoute[] Routes =>
    [
        new("POST", "/v1/models", RequestPhase.Other, Create),
        new("PATCH", "/v1/models/{owner}/{name}", RequestPhase.Other, Update),
        new("DELETE", "/v1/models/{owner}/{name}", RequestPhase.Other, Delete),
        new("DELETE", "/v1/models/{owner}/{name}/versions/{version}", RequestPhase.Other, DeleteVersion),
    ];

    // The destination of a training.
    private ApiReply Create(ApiRequest request)
    {
        if (ReplicateBody.Read(request, Creatable, out var body) is { } refusal)
        {
            return refusal;
        }

        var (owner, name) = (body.GetProperty("owner").GetString()!, body.GetProperty("name").GetString()!);
        if (ReplicateBody.NameComplaint("owner", owner) is { } wrongOwner)
        {
            return wrongOwner;
        }

        return ReplicateBody.NameComplaint("name", name)
            ?? (catalog.Add($"{owner}/{name}", body.GetProperty("visibility").GetString()!, model => Edited(model, body)) is { } model
                ? ApiReply.Json(201, ModelJson.Model(model))
                : ReplicateProblems.Conflict("A model with that name and owner already exists"));
    }

    private ApiReply Update(ApiRequest request)
    {
        if (!catalog.IsOwn(Slug(request)))
        {
            return ReplicateProblems.NotFound();
        }

        return ReplicateBody.Read(request, Editable, out var body)
            ?? (catalog.Change(Slug(request), model => Edited(model, body)) is { } model
                ? ApiReply.Json(200, ModelJson.Model(model))
                : ReplicateProblems.NotFound());
    }

    private ApiReply Delete(ApiRequest request)
    {
        if (Refusal(request, out var model) is { } refusal)
        {
            return refusal;
        }

        if (model.Versions.Count > 0)
        {
            return ReplicateProblems.Conflict("A model that has versions cannot be deleted");
        }

        catalog.Remove(model.Id);
        return new ApiReply { Status = 204 };
    }

    // The predictions of the version stay: the real one takes some minutes, too.
    private ApiReply DeleteVersion(ApiRequest request)
    {
        if (Refusal(request, out var model) is { } refusal)
        {
            return refusal;
        }

        var version = request.Segment("version");
        if (model.Versions.All(candidate => candidate.Id != version))
        {
            return ReplicateProblems.NotFound();
        }

        if (deployments.Uses(version))
        {
            return ReplicateProblems.Conflict("A version that has a deployment cannot be deleted");
        }

        catalog.RemoveVersion(version);
        return new ApiReply { Status = 202 };
    }

    private ApiReply? Refusal(ApiRequest request, out ReplicateModel model)
    {
        model = catalog.Find(Slug(request))!;
        return model is null || !catalog.IsOwn(model.Id) ? ReplicateProblems.NotFound()
            : model.Visibility == "private" ? null
            : ReplicateProblems.Conflict("Only private models and their versions can be deleted");
    }

    private static ReplicateModel Edited(ReplicateModel model, JsonElement body)
    {
        var links = new Dictionary<string, string>(model.Links);
        foreach (var name in LinkNames)
        {
            if (ReplicateBody.Text(body, name) is { } link)
            {
                links[name] = link;
            }
        }

        return model with
        {
            Description = ReplicateBody.Text(body, "description") ?? model.Description,
            Readme = ReplicateBody.Text(body, "readme") ?? model.Readme,
            Links = links,
        };
    }

    private static string Slug(ApiRequest request) => $"{request.Segment("owner")}/{request.Segment("name")}";
}
