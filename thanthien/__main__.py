from thanthien.cli.main import main

main()
