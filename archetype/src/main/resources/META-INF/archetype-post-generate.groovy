// Leaves what belongs to the kind that was asked for.
def classes = [http: 'Greeter', streaming: 'Countdown', batching: 'Rater', model: 'Predictor']
def kind = request.properties['kind']
if (!classes.containsKey(kind)) {
  throw new IllegalArgumentException("kind must be one of ${classes.keySet().join(', ')} and is $kind;" +
    " delete the directory ${request.artifactId} and generate it again")
}
def project = new File(request.outputDirectory, request.artifactId)
def directory = request.getPackage().replace('.', '/')
classes.findAll { it.key != kind }.each { other, name ->
  ["src/main/java/$directory/${name}.java", "src/test/java/$directory/${name}Test.java",
    "src/test/java/$directory/${name}ServedTest.java"].each {
    def file = new File(project, it)
    assert file.delete() : "cannot delete $file"
  }
}
if (kind != 'model') {
  def models = new File(project, 'src/main/resources')
  assert models.deleteDir() : "cannot delete $models"
}
